import type { Operations } from "aludel";

/**
 * open the shop
 *
 * Written by `aludel revision --autogenerate` on 2026-02-02 for SQLite.
 */
export const revision = "1a7e0c5d93b2";
export const parents: string[] = [];

export async function up(op: Operations): Promise<void> {
  await op.createTable("shop_customer", (table) => [
    table.column("created_at", "datetime", { default: "datetime('now')" }),
    table.column("updated_at", "datetime", { default: "datetime('now')" }),
    table.column("id", "integer", { autoIncrement: true }),
    table.column("email", "varchar(120)", { collation: "NOCASE" }),
    table.column("nick", "varchar(30)", { nullable: true }),
    table.column("fax", "varchar(20)", { nullable: true }),
    table.column("birth_date", "date", { nullable: true }),
    table.column("active", "boolean", { default: "1" }),
    table.column("points", "integer", { default: "0" }),
    table.column("password_hash", "varchar(64)", { nullable: true }),
    table.column("preferences", "text", { default: "'{}'" }),
    table.column("interests", "text", { nullable: true }),
    table.column("deleted_at", "datetime", { nullable: true }),
    table.column("version", "integer"),
    table.column("default_address_id", "integer", { nullable: true }),
    table.column("name_first", "varchar(40)"),
    table.column("name_last", "varchar(60)"),
    table.primaryKey(["id"]),
    table.unique(["email"], { name: "UQ_8efe70cd9e36dda35e87f0ef573" }),
    table.foreignKey(["default_address_id"], "shop_address", ["id"], {
      name: "FK_69e3614d0b40a5900daf7ec30be",
      onDelete: "SET NULL",
    }),
  ]);

  await op.createTable("shop_country", (table) => [
    table.column("code", "character(2)"),
    table.column("name", "varchar(80)"),
    table.column("währung", "character(3)", { default: "'EUR'" }),
    table.primaryKey(["code"]),
    table.options({ withoutRowid: true }),
  ]);

  await op.createTable("shop_region", (table) => [
    table.column("country_code", "character(2)"),
    table.column("code", "varchar(6)"),
    table.column("name", "varchar(80)"),
    table.primaryKey(["country_code", "code"]),
    table.foreignKey(["country_code"], "shop_country", ["code"], {
      name: "FK_853ec20b95ce9eeee74a556701f",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
    table.options({ withoutRowid: true }),
  ]);

  await op.createTable("shop_address", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("label", "varchar(30)", { default: "''" }),
    table.column("city", "varchar(60)"),
    table.column("postal_code", "varchar(12)", { nullable: true }),
    table.column("customer_id", "integer"),
    table.column("country_code", "character(2)", { nullable: true }),
    table.column("region_code", "varchar(6)", { nullable: true }),
    table.column("line_1", "varchar(100)"),
    table.column("line_2", "varchar(100)", { default: "''" }),
    table.primaryKey(["id"]),
    table.foreignKey(["customer_id"], "shop_customer", ["id"], {
      name: "FK_52c2a9a2cca4b079fdb8ce67ef7",
      onDelete: "CASCADE",
    }),
    table.foreignKey(["country_code", "region_code"], "shop_region", ["country_code", "code"], {
      name: "FK_f7f59e9a648eaf7fd2f439f8b94",
      onDelete: "RESTRICT",
      onUpdate: "CASCADE",
    }),
  ]);

  await op.createTable("shop_audit_log", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("action", "varchar(60)"),
    table.column("at", "bigint", { default: "0" }),
    table.column("payload", "blob", { nullable: true }),
    table.column("details", "json", { default: "'{}'" }),
    table.column("actor_id", "integer", { nullable: true }),
    table.primaryKey(["id"]),
  ]);

  await op.createTable("shop_cart", (table) => [
    table.column("id", "varchar"),
    table.column("token", "varchar"),
    table.column("expires_at", "datetime", { default: "datetime('now', '+7 days')" }),
    table.column("customer_id", "integer", { nullable: true }),
    table.primaryKey(["id"]),
    table.unique(["customer_id"], { name: "REL_546fa6bf2b5f6009b02e3ce938" }),
    table.foreignKey(["customer_id"], "shop_customer", ["id"], {
      name: "FK_546fa6bf2b5f6009b02e3ce938c",
      onDelete: "CASCADE",
    }),
  ]);

  await op.createTable("shop_category", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("name", "varchar(60)"),
    table.column("slug", "varchar(60)"),
    table.column("order", "integer"),
    table.column("parent_id", "integer", { nullable: true }),
    table.primaryKey(["id"]),
    table.foreignKey(["parent_id"], "shop_category", ["id"], {
      name: "FK_a2995f26fcc34c7a1f4513760fd",
      onDelete: "CASCADE",
    }),
  ]);

  await op.createTable("shop_product", (table) => [
    table.column("created_at", "datetime", { default: "datetime('now')" }),
    table.column("updated_at", "datetime", { default: "datetime('now')" }),
    table.column("id", "varchar"),
    table.column("name", "varchar(120)"),
    table.column("description", "varchar(500)", { nullable: true }),
    table.column("status", "varchar", { default: "'draft'", enumValues: ["draft", "active", "retired"] }),
    table.column("attributes", "json", { nullable: true }),
    table.column("thumbnail", "blob", { nullable: true }),
    table.column("search_key", "varchar", {
      nullable: true,
      generated: { expression: 'lower(trim("name"))', stored: false },
    }),
    table.column("main_category_id", "integer", { nullable: true }),
    table.primaryKey(["id"]),
    table.unique(["name"], { name: "UQ_809de0f61cee4fbd16d165e699a" }),
    table.foreignKey(["main_category_id"], "shop_category", ["id"], {
      name: "FK_dfa938f1b9526ee52f366aa4178",
      onDelete: "SET NULL",
    }),
  ]);

  await op.createTable("shop_variant", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("sku", "varchar(40)"),
    table.column("name", "varchar(80)"),
    table.column("color", "varchar(20)", { nullable: true }),
    table.column("options", "text", { nullable: true }),
    table.column("volume", "integer", {
      nullable: true,
      generated: { expression: '"dim_width" * "dim_height" * "dim_depth"', stored: true },
    }),
    table.column("label", "varchar", {
      nullable: true,
      generated: { expression: '"sku" || \' · \' || "name"', stored: false },
    }),
    table.column("product_id", "varchar"),
    table.column("dim_width", "integer", { default: "1" }),
    table.column("dim_height", "integer", { default: "1" }),
    table.column("dim_depth", "integer", { default: "1" }),
    table.column("dim_mass_grams", "decimal(10,3)", { default: "0" }),
    table.column("dim_mass_tolerance", "real", { nullable: true }),
    table.primaryKey(["id"]),
    table.unique(["sku"], { name: "UQ_743ed87dcea48115bbeaae08f99" }),
    table.unique(["product_id", "name"], { name: "variant_name" }),
    table.foreignKey(["product_id"], "shop_product", ["id"], {
      name: "FK_d834aacce97b2e43d4d250d97c0",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
  ]);

  await op.createTable("shop_cart_item", (table) => [
    table.column("cart_id", "varchar"),
    table.column("variant_id", "integer"),
    table.column("quantity", "integer", { default: "1" }),
    table.primaryKey(["cart_id", "variant_id"]),
    table.foreignKey(["variant_id"], "shop_variant", ["id"], {
      name: "FK_620336f5c1be7a7a6671d3b969c",
      onDelete: "CASCADE",
    }),
    table.foreignKey(["cart_id"], "shop_cart", ["id"], {
      name: "FK_8e4598c42ca5f482b7fc2b6c1df",
      onDelete: "CASCADE",
    }),
  ]);

  await op.createTable("shop_category_tree", (table) => [
    table.column("ancestor_id", "integer"),
    table.column("descendant_id", "integer"),
    table.primaryKey(["ancestor_id", "descendant_id"]),
    table.foreignKey(["descendant_id"], "shop_category", ["id"], {
      name: "FK_690d670acbc63c1d1b727b0024d",
      onDelete: "CASCADE",
    }),
    table.foreignKey(["ancestor_id"], "shop_category", ["id"], {
      name: "FK_e8e333e3eab1c51d35fb8450407",
      onDelete: "CASCADE",
    }),
  ]);

  await op.createTable("shop_coupon", (table) => [
    table.column("code", "varchar(20)", { collation: "NOCASE" }),
    table.column("percent", "integer", { default: "10" }),
    table.column("campaign", "varchar(40)"),
    table.column("valid_from", "datetime", { default: "CURRENT_TIMESTAMP" }),
    table.column("valid_until", "datetime", { nullable: true }),
    table.primaryKey(["code"]),
    table.check('"percent" BETWEEN 1 AND 100', { name: "ck_shop_coupon_8711c97a" }),
    table.check('"valid_until" IS NULL OR "valid_until" > "valid_from"', { name: "coupon_period" }),
  ]);

  await op.createTable("shop_warehouse", (table) => [
    table.column("code", "varchar(8)"),
    table.column("name", "varchar(60)"),
    table.column("floor_area", "double precision", { nullable: true }),
    table.column("manager_id", "integer", { nullable: true }),
    table.column("site_line_1", "varchar(100)"),
    table.column("site_line_2", "varchar(100)", { default: "''" }),
    table.primaryKey(["code"]),
    table.foreignKey(["manager_id"], "shop_employee", ["id"], {
      name: "FK_4dfcabe66bf162065b3f2a8cad6",
      onDelete: "SET NULL",
      onUpdate: "CASCADE",
    }),
  ]);

  await op.createTable("shop_employee", (table) => [
    table.column("id", "integer"),
    table.column("hired_on", "date"),
    table.column("shift_start", "time", { nullable: true }),
    table.column("salary", "decimal(10,2)", { nullable: true }),
    table.column("boss_id", "integer", { nullable: true }),
    table.column("warehouse_code", "varchar(8)", { nullable: true }),
    table.column("first", "varchar(40)"),
    table.column("last", "varchar(60)"),
    table.primaryKey(["id"]),
    table.foreignKey(["warehouse_code"], "shop_warehouse", ["code"], {
      name: "FK_62dafe5d628d73432ad508f3481",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["boss_id"], "shop_employee", ["id"], {
      name: "FK_da4c0274dfdd477cf7718e45712",
      onDelete: "SET NULL",
    }),
  ]);

  await op.createTable("shop_erp_item", (table) => [
    table.column("guid", "nvarchar(36)"),
    table.column("int_value", "integer", { nullable: true }),
    table.column("integer_value", "integer", { nullable: true }),
    table.column("tinyint_value", "tinyint", { nullable: true }),
    table.column("smallint_value", "smallint", { nullable: true }),
    table.column("mediumint_value", "mediumint", { nullable: true }),
    table.column("bigint_value", "bigint", { nullable: true }),
    table.column("unsigned_big_int_value", "unsigned big int", { nullable: true }),
    table.column("int2_value", "int2", { nullable: true }),
    table.column("int8_value", "int8", { nullable: true }),
    table.column("number_value", "integer", { nullable: true }),
    table.column("character_value", "character(20)", { nullable: true }),
    table.column("varchar_value", "varchar(255)", { nullable: true }),
    table.column("varying_character_value", "varying character(255)", { nullable: true }),
    table.column("nchar_value", "nchar(55)", { nullable: true }),
    table.column("native_character_value", "native character(70)", { nullable: true }),
    table.column("nvarchar_value", "nvarchar(100)", { nullable: true }),
    table.column("text_value", "text(2000)", { nullable: true }),
    table.column("clob_value", "clob(4000)", { nullable: true }),
    table.column("string_value", "varchar", { nullable: true }),
    table.column("uuid_value", "varchar", { nullable: true }),
    table.column("blob_value", "blob(16)", { nullable: true }),
    table.column("real_value", "real", { nullable: true }),
    table.column("double_value", "double(15,5)", { nullable: true }),
    table.column("double_precision_value", "double precision", { nullable: true }),
    table.column("float_value", "float(7)", { nullable: true }),
    table.column("numeric_value", "numeric(10)", { nullable: true }),
    table.column("decimal_value", "decimal(10,5)", { nullable: true }),
    table.column("boolean_value", "boolean", { nullable: true }),
    table.column("date_value", "date", { nullable: true }),
    table.column("time_value", "time(6)", { nullable: true }),
    table.column("datetime_value", "datetime(6)", { nullable: true }),
    table.column("json_value", "json", { nullable: true }),
    table.column("simple_array_value", "text", { nullable: true }),
    table.column("simple_json_value", "text", { nullable: true }),
    table.column("simple_enum_value", "varchar", { default: "2", enumValues: ["1", "2", "3"] }),
    table.column("variant_sku", "varchar(40)", { nullable: true }),
    table.primaryKey(["guid"]),
    table.foreignKey(["variant_sku"], "shop_variant", ["sku"], {
      name: "fk_erp_item_sku",
      onDelete: "SET NULL",
      onUpdate: "CASCADE",
    }),
  ]);

  await op.createTable("shop_order", (table) => [
    table.column("created_at", "datetime", { default: "datetime('now')" }),
    table.column("updated_at", "datetime", { default: "datetime('now')" }),
    table.column("id", "integer", { autoIncrement: true }),
    table.column("number", "varchar(20)"),
    table.column("status", "varchar", {
      default: "'new'",
      enumValues: ["new", "on_hold", "paid", "shipped", "cancelled"],
    }),
    table.column("placed_at", "datetime(3)"),
    table.column("group", "varchar(20)", { nullable: true }),
    table.column("total", "decimal(12,2)", { default: "0" }),
    table.column("note", "text", { default: "'don''t ring'" }),
    table.column("sales_rep_id", "integer", { nullable: true }),
    table.column("customer_id", "integer"),
    table.column("shipping_address_id", "integer", { nullable: true }),
    table.primaryKey(["id"]),
    table.unique(["number"], { name: "UQ_7d409a24caf7ca19ac324aeeaca" }),
    table.foreignKey(["customer_id"], "shop_customer", ["id"], {
      name: "FK_152bd940fe0b004ef6dc7e7d9b9",
      onDelete: "RESTRICT",
    }),
    table.foreignKey(["shipping_address_id"], "shop_address", ["id"], {
      name: "FK_7e27356c932a20390e8d8df15ae",
      onDelete: "RESTRICT",
      onUpdate: "RESTRICT",
    }),
  ]);

  await op.createTable("shop_invoice", (table) => [
    table.column("number", "varchar(16)"),
    table.column("order_id", "integer"),
    table.column("customer_id", "integer"),
    table.column("issued_on", "date"),
    table.primaryKey(["number"]),
    table.unique(["order_id"], { name: "UQ_29f0cad28e9140eff52ec38cbc4" }),
    table.foreignKey(["customer_id"], "shop_customer", ["id"], { name: "FK_128ca903d15af6825e74cfae85d" }),
    table.foreignKey(["order_id"], "shop_order", ["id"], {
      name: "FK_29f0cad28e9140eff52ec38cbc4",
      onDelete: "RESTRICT",
    }),
  ]);

  await op.createTable("shop_order_line", (table) => [
    table.column("order_id", "integer"),
    table.column("line_no", "smallint"),
    table.column("qty", "integer", { default: "1" }),
    table.column("unit_price", "decimal(10,2)"),
    table.column("discount", "decimal(5,2)", { default: "0.25" }),
    table.column("subtotal", "decimal(12,2)", {
      nullable: true,
      generated: { expression: '"qty" * "unit_price" - "discount"', stored: true },
    }),
    table.column("variant_id", "integer"),
    table.primaryKey(["order_id", "line_no"]),
    table.foreignKey(["order_id"], "shop_order", ["id"], {
      name: "FK_b17948667ee3bc674c7ae488366",
      onDelete: "CASCADE",
    }),
    table.foreignKey(["variant_id"], "shop_variant", ["id"], {
      name: "FK_e6fe1830f7031e603f09d6797c7",
      onDelete: "RESTRICT",
    }),
    table.check('"qty" > 0', { name: "ck_shop_order_line_654a3045" }),
  ]);

  await op.createTable("shop_invoice_line", (table) => [
    table.column("invoice_number", "varchar(16)"),
    table.column("order_id", "integer"),
    table.column("line_no", "smallint"),
    table.column("tax_rate", "tinyint", { default: "19" }),
    table.primaryKey(["invoice_number", "order_id", "line_no"]),
    table.foreignKey(["invoice_number"], "shop_invoice", ["number"], {
      name: "FK_08366e184299e2e55c93f46e1ad",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["order_id", "line_no"], "shop_order_line", ["order_id", "line_no"], {
      name: "fk_invoice_line_order_line",
      onDelete: "RESTRICT",
    }),
    table.check('"tax_rate" IN (0, 7, 19)', { name: "invoice_line_tax" }),
  ]);

  await op.createTable("shop_mail_template", (table) => [
    table.column("name", "varchar(40)"),
    table.column("subject", "varchar(120)", { default: "'It''s on its way'" }),
    table.column("body", "text", { default: ["'Hello {{name}},", "", "thank you.", "'"].join("\n") }),
    table.column("banner", "varchar", { default: "'Save 100% now'" }),
    table.column("layout", "varchar", { default: "'shop::mail::default'" }),
    table.column("spool", "varchar", { default: "'C:\\spool\\out'" }),
    table.column("footer", "varchar", { default: "''" }),
    table.column("greeting", "varchar", { default: "'Grüße — 🛒'" }),
    table.column("fallback", "varchar", { default: "'null'" }),
    table.column("batch_size", "varchar", { default: "'42'" }),
    table.column("variant_order", "varchar", { default: "'a' || 'b'" }),
    table.column("seed", "varchar(32)", { default: "lower(hex(randomblob(4)))" }),
    table.column("options", "text", { default: '\'{"tracking": true, "reply": "it\'\'s"}\'' }),
    table.column("formats", "text", { default: "'html,text'" }),
    table.column("priority", "integer", { default: "-1" }),
    table.column("scale", "real", { default: "1.5" }),
    table.column("enabled", "boolean", { default: "0" }),
    table.column("reply_to", "varchar", { nullable: true }),
    table.primaryKey(["name"]),
  ]);

  await op.createTable("shop_newsletter_issue", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("title", "varchar"),
    table.column("html", "text", { nullable: true }),
    table.primaryKey(["id"]),
    table.unique(["title"], { name: "UQ_16055e8b78057a6eeebbc4168be" }),
  ]);

  await op.createTable("shop_newsletter_recipient", (table) => [
    table.column("newsletter_issue_id", "integer"),
    table.column("customer_id", "integer"),
    table.primaryKey(["newsletter_issue_id", "customer_id"]),
    table.foreignKey(["newsletter_issue_id"], "shop_newsletter_issue", ["id"], {
      name: "FK_802c12d9e200d38795e7ad2334f",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["customer_id"], "shop_customer", ["id"], {
      name: "FK_c91e79cb5d38ccdc205486076b1",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
  ]);

  await op.createTable("shop_order_coupon", (table) => [
    table.column("order_id", "integer"),
    table.column("coupon_code", "varchar(20)", { collation: "NOCASE" }),
    table.primaryKey(["order_id", "coupon_code"]),
    table.foreignKey(["coupon_code"], "shop_coupon", ["code"], {
      name: "FK_2ee27cf356231fe81966f89721a",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["order_id"], "shop_order", ["id"], {
      name: "FK_73e35e0c99d3aece6d35e23dec1",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
  ]);

  await op.createTable("shop_page", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("slug", "varchar(60)"),
    table.column("title", "nvarchar(120)"),
    table.column("body", "text", { nullable: true }),
    table.column("level", "integer"),
    table.column("mpath", "varchar", { nullable: true, default: "''" }),
    table.column("parent_id", "integer", { nullable: true }),
    table.primaryKey(["id"]),
    table.foreignKey(["parent_id"], "shop_page", ["id"], { name: "FK_f2c92297d779c19ad340141004b" }),
  ]);

  await op.createTable("shop_payment", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("amount", "decimal(12,2)"),
    table.column("received_at", "datetime(3)", { default: "strftime('%Y-%m-%d %H:%M:%f', 'now')" }),
    table.column("last_four", "character(4)", { nullable: true }),
    table.column("brand", "varchar(20)", { nullable: true, default: "'visa'" }),
    table.column("iban", "varchar(34)", { nullable: true }),
    table.column("kind", "varchar(20)"),
    table.column("order_id", "integer"),
    table.primaryKey(["id"]),
    table.foreignKey(["order_id"], "shop_order", ["id"], {
      name: "FK_78680cf754af7a1e9eda4083357",
      onDelete: "CASCADE",
    }),
  ]);

  await op.createTable("shop_price", (table) => [
    table.column("variant_id", "integer"),
    table.column("currency", "character(3)"),
    table.column("amount", "numeric(10,2)"),
    table.primaryKey(["variant_id", "currency"]),
    table.foreignKey(["variant_id"], "shop_variant", ["id"], {
      name: "FK_3f3e7f43172dc64f900e5e4cd89",
      onDelete: "CASCADE",
    }),
    table.check('"amount" >= 0', { name: "price_not_negative" }),
  ]);

  await op.createTable("shop_product_categories", (table) => [
    table.column("product_id", "varchar"),
    table.column("category_id", "integer"),
    table.primaryKey(["product_id", "category_id"]),
    table.foreignKey(["category_id"], "shop_category", ["id"], {
      name: "FK_27955893f354b17ee162ecc8f92",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["product_id"], "shop_product", ["id"], {
      name: "FK_4761339d349cf49c4efc30b4e7d",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
  ]);

  await op.createTable("shop_product_related", (table) => [
    table.column("product_id_1", "varchar"),
    table.column("product_id_2", "varchar"),
    table.primaryKey(["product_id_1", "product_id_2"]),
    table.foreignKey(["product_id_1"], "shop_product", ["id"], {
      name: "FK_281ddff2797d581627f9a05be4c",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["product_id_2"], "shop_product", ["id"], {
      name: "FK_310387eec3252209b1c1f76b94b",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
  ]);

  await op.createTable("shop_tag", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("name", "varchar(30)", { collation: "NOCASE" }),
    table.primaryKey(["id"]),
  ]);

  await op.createTable("shop_product_tagging", (table) => [
    table.column("product_id", "varchar"),
    table.column("tag_id", "integer"),
    table.primaryKey(["product_id", "tag_id"]),
    table.foreignKey(["product_id"], "shop_product", ["id"], {
      name: "fk_tagging_product",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["tag_id"], "shop_tag", ["id"], {
      name: "fk_tagging_tag",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
  ]);

  await op.createTable("shop_refund", (table) => [
    table.column("id", "varchar"),
    table.column("amount", "decimal(12,2)"),
    table.column("reason", "text", { nullable: true }),
    table.column("approved", "boolean", { default: "0" }),
    table.column("payment_id", "integer"),
    table.primaryKey(["id"]),
    table.foreignKey(["payment_id"], "shop_payment", ["id"], {
      name: "FK_7130f3220faa8f8a43638d7000a",
      deferrable: "INITIALLY DEFERRED",
    }),
  ]);

  await op.createTable("shop_review", (table) => [
    table.column("created_at", "datetime", { default: "datetime('now')" }),
    table.column("updated_at", "datetime", { default: "datetime('now')" }),
    table.column("id", "integer", { autoIncrement: true }),
    table.column("rating", "tinyint"),
    table.column("title", "varchar(80)"),
    table.column("body", "clob", { default: "''" }),
    table.column("product_id", "varchar"),
    table.column("author_id", "integer", { nullable: true }),
    table.column("reply_to_id", "integer", { nullable: true }),
    table.primaryKey(["id"]),
    table.unique(["product_id", "author_id"], { name: "UQ_470bbd14864f1c7ec6bd074c9cd" }),
    table.foreignKey(["reply_to_id"], "shop_review", ["id"], {
      name: "FK_4b430ef94f402a5b2f0828ba7a4",
      onDelete: "CASCADE",
    }),
    table.foreignKey(["author_id"], "shop_customer", ["id"], {
      name: "FK_bd707978f652540b2f5b0bcbcaa",
      onDelete: "SET NULL",
      onUpdate: "SET NULL",
    }),
    table.foreignKey(["product_id"], "shop_product", ["id"], {
      name: "FK_ed524cba4e2051253c5e3229554",
      onDelete: "CASCADE",
    }),
    table.check('"rating" BETWEEN 1 AND 5', { name: "ck_shop_review_dd2c32c2" }),
  ]);

  await op.createTable("shop_shipment", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("carrier", "varchar(40)"),
    table.column("tracking_code", "varchar(60)", { nullable: true }),
    table.column("weight", "float(8,3)", { nullable: true }),
    table.column("shipped_at", "datetime", { nullable: true }),
    table.column("order_id", "integer"),
    table.column("origin_code", "varchar(8)", { nullable: true }),
    table.primaryKey(["id"]),
    table.foreignKey(["order_id"], "shop_order", ["id"], {
      name: "FK_8c98b9bf97ca1b2d4d32a92cac4",
      onDelete: "CASCADE",
    }),
    table.foreignKey(["origin_code"], "shop_warehouse", ["code"], {
      name: "FK_e5305d139838c700a33019ef495",
      onUpdate: "CASCADE",
    }),
  ]);

  await op.createTable("shop_stock_level", (table) => [
    table.column("warehouse_code", "varchar(8)"),
    table.column("variant_id", "integer"),
    table.column("on_hand", "integer", { default: "0" }),
    table.column("reserved", "integer", { default: "0" }),
    table.column("available", "integer", {
      nullable: true,
      generated: { expression: '"on_hand" - "reserved"', stored: false },
    }),
    table.primaryKey(["warehouse_code", "variant_id"]),
    table.foreignKey(["warehouse_code"], "shop_warehouse", ["code"], {
      name: "FK_53c2b4345549c83c3df63282965",
      onDelete: "RESTRICT",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["variant_id"], "shop_variant", ["id"], {
      name: "FK_ad1cf9a179713c1569e485527a3",
      onDelete: "CASCADE",
    }),
  ]);

  await op.createTable("shop_stock_movement", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("quantity", "smallint", { default: "-1" }),
    table.column("reason", "varchar", { enumValues: ["receipt", "sale", "loss"] }),
    table.column("at", "datetime", { default: "datetime('now')" }),
    table.column("note", "nvarchar(200)", { nullable: true }),
    table.column("warehouse_code", "varchar(8)"),
    table.column("variant_id", "integer"),
    table.primaryKey(["id"]),
    table.foreignKey(["warehouse_code", "variant_id"], "shop_stock_level", ["warehouse_code", "variant_id"], {
      name: "FK_baac5612de6adc617366c9e1426",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
  ]);

  await op.createTable("shop_vendor", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("name", "varchar(80)"),
    table.column("tax_id", "varchar(20)", { nullable: true }),
    table.column("since", "date", { nullable: true }),
    table.column("rating", "real", { default: "0.5" }),
    table.primaryKey(["id"]),
    table.unique(["name"], { name: "vendor_name" }),
    table.check('"rating" >= 0 AND "rating" <= 1', { name: "vendor_rating" }),
  ]);

  await op.createTable("shop_supplier_contact", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("name", "varchar(80)"),
    table.column("phone", "varchar(30)", { nullable: true }),
    table.column("supplier_id", "integer"),
    table.primaryKey(["id"]),
    table.foreignKey(["supplier_id"], "shop_vendor", ["id"], {
      name: "FK_17b3a7909f5c4961a1292f6788f",
      onDelete: "CASCADE",
    }),
  ]);

  await op.createIndex("shop_address", "address_city", ["city"]);

  await op.createIndex("shop_category", "category_slug", ["slug"]);

  await op.createIndex("shop_category_tree", "IDX_690d670acbc63c1d1b727b0024", ["descendant_id"]);

  await op.createIndex("shop_category_tree", "IDX_e8e333e3eab1c51d35fb845040", ["ancestor_id"]);

  await op.createIndex("shop_coupon", "coupon_campaign", ["campaign"], {
    unique: true,
    where: '"valid_until" IS NULL',
  });

  await op.createIndex("shop_customer", "customer_live", ["email"], { where: '"deleted_at" IS NULL' });

  await op.createIndex("shop_newsletter_recipient", "IDX_802c12d9e200d38795e7ad2334", [
    "newsletter_issue_id",
  ]);

  await op.createIndex("shop_newsletter_recipient", "IDX_c91e79cb5d38ccdc205486076b", ["customer_id"]);

  await op.createIndex("shop_order", "ix_shop_order_4d577b09", ["status"], {
    where: "\"status\" <> 'shipped'",
  });

  await op.createIndex("shop_order", "order_history", ["customer_id", "placed_at"]);

  await op.createIndex("shop_order_coupon", "IDX_2ee27cf356231fe81966f89721", ["coupon_code"]);

  await op.createIndex("shop_order_coupon", "IDX_73e35e0c99d3aece6d35e23dec", ["order_id"]);

  await op.createIndex("shop_page", "IDX_b56c77c7cc16affd0801e8fba8", ["slug"], { unique: true });

  await op.createIndex("shop_payment", "IDX_08d076d20383fcf26b6c027766", ["kind"]);

  await op.createIndex("shop_product", "product_status_name", ["status", "name"]);

  await op.createIndex("shop_product_categories", "IDX_27955893f354b17ee162ecc8f9", ["category_id"]);

  await op.createIndex("shop_product_categories", "IDX_4761339d349cf49c4efc30b4e7", ["product_id"]);

  await op.createIndex("shop_product_related", "IDX_281ddff2797d581627f9a05be4", ["product_id_1"]);

  await op.createIndex("shop_product_related", "IDX_310387eec3252209b1c1f76b94", ["product_id_2"]);

  await op.createIndex("shop_product_tagging", "IDX_d7c0c7348118db43afa3575a39", ["tag_id"]);

  await op.createIndex("shop_product_tagging", "IDX_de53b78ad2fbdf904498a4da5b", ["product_id"]);

  await op.createIndex("shop_review", "review_by_rating", ["product_id", "rating"]);

  await op.createIndex("shop_shipment", "shipment_tracking", ["tracking_code"]);

  await op.createIndex("shop_stock_movement", "movement_at", ["at"]);

  await op.createIndex("shop_vendor", "vendor_since", ["since"], { where: '"since" IS NOT NULL' });

  await op.createView(
    "shop_product_summary",
    [
      'SELECT "p"."id" AS "product_id", "p"."name" AS "name", "p"."main_category_id" AS "category_id",',
      '           (SELECT COUNT(*) FROM "shop_variant" "v" WHERE "v"."product_id" = "p"."id") AS "variants",',
      '           (SELECT AVG("r"."rating") FROM "shop_review" "r" WHERE "r"."product_id" = "p"."id") AS "rating"',
      '    FROM "shop_product" "p"',
      '    WHERE "p"."status" <> \'draft\'',
    ].join("\n"),
  );

  await op.createView(
    "shop_category_report",
    'SELECT "summary"."category_id" AS "category_id", COUNT(*) AS "products", AVG("summary"."rating") AS "rating" FROM "shop_product_summary" "summary" GROUP BY "summary"."category_id"',
  );
}

export async function down(op: Operations): Promise<void> {
  await op.dropView(
    "shop_category_report",
    'SELECT "summary"."category_id" AS "category_id", COUNT(*) AS "products", AVG("summary"."rating") AS "rating" FROM "shop_product_summary" "summary" GROUP BY "summary"."category_id"',
  );

  await op.dropView(
    "shop_product_summary",
    [
      'SELECT "p"."id" AS "product_id", "p"."name" AS "name", "p"."main_category_id" AS "category_id",',
      '           (SELECT COUNT(*) FROM "shop_variant" "v" WHERE "v"."product_id" = "p"."id") AS "variants",',
      '           (SELECT AVG("r"."rating") FROM "shop_review" "r" WHERE "r"."product_id" = "p"."id") AS "rating"',
      '    FROM "shop_product" "p"',
      '    WHERE "p"."status" <> \'draft\'',
    ].join("\n"),
  );

  await op.dropIndex("shop_vendor", "vendor_since", ["since"], { where: '"since" IS NOT NULL' });

  await op.dropIndex("shop_stock_movement", "movement_at", ["at"]);

  await op.dropIndex("shop_shipment", "shipment_tracking", ["tracking_code"]);

  await op.dropIndex("shop_review", "review_by_rating", ["product_id", "rating"]);

  await op.dropIndex("shop_product_tagging", "IDX_de53b78ad2fbdf904498a4da5b", ["product_id"]);

  await op.dropIndex("shop_product_tagging", "IDX_d7c0c7348118db43afa3575a39", ["tag_id"]);

  await op.dropIndex("shop_product_related", "IDX_310387eec3252209b1c1f76b94", ["product_id_2"]);

  await op.dropIndex("shop_product_related", "IDX_281ddff2797d581627f9a05be4", ["product_id_1"]);

  await op.dropIndex("shop_product_categories", "IDX_4761339d349cf49c4efc30b4e7", ["product_id"]);

  await op.dropIndex("shop_product_categories", "IDX_27955893f354b17ee162ecc8f9", ["category_id"]);

  await op.dropIndex("shop_product", "product_status_name", ["status", "name"]);

  await op.dropIndex("shop_payment", "IDX_08d076d20383fcf26b6c027766", ["kind"]);

  await op.dropIndex("shop_page", "IDX_b56c77c7cc16affd0801e8fba8", ["slug"], { unique: true });

  await op.dropIndex("shop_order_coupon", "IDX_73e35e0c99d3aece6d35e23dec", ["order_id"]);

  await op.dropIndex("shop_order_coupon", "IDX_2ee27cf356231fe81966f89721", ["coupon_code"]);

  await op.dropIndex("shop_order", "order_history", ["customer_id", "placed_at"]);

  await op.dropIndex("shop_order", "ix_shop_order_4d577b09", ["status"], {
    where: "\"status\" <> 'shipped'",
  });

  await op.dropIndex("shop_newsletter_recipient", "IDX_c91e79cb5d38ccdc205486076b", ["customer_id"]);

  await op.dropIndex("shop_newsletter_recipient", "IDX_802c12d9e200d38795e7ad2334", ["newsletter_issue_id"]);

  await op.dropIndex("shop_customer", "customer_live", ["email"], { where: '"deleted_at" IS NULL' });

  await op.dropIndex("shop_coupon", "coupon_campaign", ["campaign"], {
    unique: true,
    where: '"valid_until" IS NULL',
  });

  await op.dropIndex("shop_category_tree", "IDX_e8e333e3eab1c51d35fb845040", ["ancestor_id"]);

  await op.dropIndex("shop_category_tree", "IDX_690d670acbc63c1d1b727b0024", ["descendant_id"]);

  await op.dropIndex("shop_category", "category_slug", ["slug"]);

  await op.dropIndex("shop_address", "address_city", ["city"]);

  // Loses data: drops table shop_supplier_contact.
  await op.dropTable("shop_supplier_contact", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("name", "varchar(80)"),
    table.column("phone", "varchar(30)", { nullable: true }),
    table.column("supplier_id", "integer"),
    table.primaryKey(["id"]),
    table.foreignKey(["supplier_id"], "shop_vendor", ["id"], {
      name: "FK_17b3a7909f5c4961a1292f6788f",
      onDelete: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_vendor.
  await op.dropTable("shop_vendor", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("name", "varchar(80)"),
    table.column("tax_id", "varchar(20)", { nullable: true }),
    table.column("since", "date", { nullable: true }),
    table.column("rating", "real", { default: "0.5" }),
    table.primaryKey(["id"]),
    table.unique(["name"], { name: "vendor_name" }),
    table.check('"rating" >= 0 AND "rating" <= 1', { name: "vendor_rating" }),
  ]);

  // Loses data: drops table shop_stock_movement.
  await op.dropTable("shop_stock_movement", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("quantity", "smallint", { default: "-1" }),
    table.column("reason", "varchar", { enumValues: ["receipt", "sale", "loss"] }),
    table.column("at", "datetime", { default: "datetime('now')" }),
    table.column("note", "nvarchar(200)", { nullable: true }),
    table.column("warehouse_code", "varchar(8)"),
    table.column("variant_id", "integer"),
    table.primaryKey(["id"]),
    table.foreignKey(["warehouse_code", "variant_id"], "shop_stock_level", ["warehouse_code", "variant_id"], {
      name: "FK_baac5612de6adc617366c9e1426",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_stock_level.
  await op.dropTable("shop_stock_level", (table) => [
    table.column("warehouse_code", "varchar(8)"),
    table.column("variant_id", "integer"),
    table.column("on_hand", "integer", { default: "0" }),
    table.column("reserved", "integer", { default: "0" }),
    table.column("available", "integer", {
      nullable: true,
      generated: { expression: '"on_hand" - "reserved"', stored: false },
    }),
    table.primaryKey(["warehouse_code", "variant_id"]),
    table.foreignKey(["warehouse_code"], "shop_warehouse", ["code"], {
      name: "FK_53c2b4345549c83c3df63282965",
      onDelete: "RESTRICT",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["variant_id"], "shop_variant", ["id"], {
      name: "FK_ad1cf9a179713c1569e485527a3",
      onDelete: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_shipment.
  await op.dropTable("shop_shipment", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("carrier", "varchar(40)"),
    table.column("tracking_code", "varchar(60)", { nullable: true }),
    table.column("weight", "float(8,3)", { nullable: true }),
    table.column("shipped_at", "datetime", { nullable: true }),
    table.column("order_id", "integer"),
    table.column("origin_code", "varchar(8)", { nullable: true }),
    table.primaryKey(["id"]),
    table.foreignKey(["order_id"], "shop_order", ["id"], {
      name: "FK_8c98b9bf97ca1b2d4d32a92cac4",
      onDelete: "CASCADE",
    }),
    table.foreignKey(["origin_code"], "shop_warehouse", ["code"], {
      name: "FK_e5305d139838c700a33019ef495",
      onUpdate: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_review.
  await op.dropTable("shop_review", (table) => [
    table.column("created_at", "datetime", { default: "datetime('now')" }),
    table.column("updated_at", "datetime", { default: "datetime('now')" }),
    table.column("id", "integer", { autoIncrement: true }),
    table.column("rating", "tinyint"),
    table.column("title", "varchar(80)"),
    table.column("body", "clob", { default: "''" }),
    table.column("product_id", "varchar"),
    table.column("author_id", "integer", { nullable: true }),
    table.column("reply_to_id", "integer", { nullable: true }),
    table.primaryKey(["id"]),
    table.unique(["product_id", "author_id"], { name: "UQ_470bbd14864f1c7ec6bd074c9cd" }),
    table.foreignKey(["reply_to_id"], "shop_review", ["id"], {
      name: "FK_4b430ef94f402a5b2f0828ba7a4",
      onDelete: "CASCADE",
    }),
    table.foreignKey(["author_id"], "shop_customer", ["id"], {
      name: "FK_bd707978f652540b2f5b0bcbcaa",
      onDelete: "SET NULL",
      onUpdate: "SET NULL",
    }),
    table.foreignKey(["product_id"], "shop_product", ["id"], {
      name: "FK_ed524cba4e2051253c5e3229554",
      onDelete: "CASCADE",
    }),
    table.check('"rating" BETWEEN 1 AND 5', { name: "ck_shop_review_dd2c32c2" }),
  ]);

  // Loses data: drops table shop_refund.
  await op.dropTable("shop_refund", (table) => [
    table.column("id", "varchar"),
    table.column("amount", "decimal(12,2)"),
    table.column("reason", "text", { nullable: true }),
    table.column("approved", "boolean", { default: "0" }),
    table.column("payment_id", "integer"),
    table.primaryKey(["id"]),
    table.foreignKey(["payment_id"], "shop_payment", ["id"], {
      name: "FK_7130f3220faa8f8a43638d7000a",
      deferrable: "INITIALLY DEFERRED",
    }),
  ]);

  // Loses data: drops table shop_product_tagging.
  await op.dropTable("shop_product_tagging", (table) => [
    table.column("product_id", "varchar"),
    table.column("tag_id", "integer"),
    table.primaryKey(["product_id", "tag_id"]),
    table.foreignKey(["product_id"], "shop_product", ["id"], {
      name: "fk_tagging_product",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["tag_id"], "shop_tag", ["id"], {
      name: "fk_tagging_tag",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_tag.
  await op.dropTable("shop_tag", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("name", "varchar(30)", { collation: "NOCASE" }),
    table.primaryKey(["id"]),
  ]);

  // Loses data: drops table shop_product_related.
  await op.dropTable("shop_product_related", (table) => [
    table.column("product_id_1", "varchar"),
    table.column("product_id_2", "varchar"),
    table.primaryKey(["product_id_1", "product_id_2"]),
    table.foreignKey(["product_id_1"], "shop_product", ["id"], {
      name: "FK_281ddff2797d581627f9a05be4c",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["product_id_2"], "shop_product", ["id"], {
      name: "FK_310387eec3252209b1c1f76b94b",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_product_categories.
  await op.dropTable("shop_product_categories", (table) => [
    table.column("product_id", "varchar"),
    table.column("category_id", "integer"),
    table.primaryKey(["product_id", "category_id"]),
    table.foreignKey(["category_id"], "shop_category", ["id"], {
      name: "FK_27955893f354b17ee162ecc8f92",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["product_id"], "shop_product", ["id"], {
      name: "FK_4761339d349cf49c4efc30b4e7d",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_price.
  await op.dropTable("shop_price", (table) => [
    table.column("variant_id", "integer"),
    table.column("currency", "character(3)"),
    table.column("amount", "numeric(10,2)"),
    table.primaryKey(["variant_id", "currency"]),
    table.foreignKey(["variant_id"], "shop_variant", ["id"], {
      name: "FK_3f3e7f43172dc64f900e5e4cd89",
      onDelete: "CASCADE",
    }),
    table.check('"amount" >= 0', { name: "price_not_negative" }),
  ]);

  // Loses data: drops table shop_payment.
  await op.dropTable("shop_payment", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("amount", "decimal(12,2)"),
    table.column("received_at", "datetime(3)", { default: "strftime('%Y-%m-%d %H:%M:%f', 'now')" }),
    table.column("last_four", "character(4)", { nullable: true }),
    table.column("brand", "varchar(20)", { nullable: true, default: "'visa'" }),
    table.column("iban", "varchar(34)", { nullable: true }),
    table.column("kind", "varchar(20)"),
    table.column("order_id", "integer"),
    table.primaryKey(["id"]),
    table.foreignKey(["order_id"], "shop_order", ["id"], {
      name: "FK_78680cf754af7a1e9eda4083357",
      onDelete: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_page.
  await op.dropTable("shop_page", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("slug", "varchar(60)"),
    table.column("title", "nvarchar(120)"),
    table.column("body", "text", { nullable: true }),
    table.column("level", "integer"),
    table.column("mpath", "varchar", { nullable: true, default: "''" }),
    table.column("parent_id", "integer", { nullable: true }),
    table.primaryKey(["id"]),
    table.foreignKey(["parent_id"], "shop_page", ["id"], { name: "FK_f2c92297d779c19ad340141004b" }),
  ]);

  // Loses data: drops table shop_order_coupon.
  await op.dropTable("shop_order_coupon", (table) => [
    table.column("order_id", "integer"),
    table.column("coupon_code", "varchar(20)", { collation: "NOCASE" }),
    table.primaryKey(["order_id", "coupon_code"]),
    table.foreignKey(["coupon_code"], "shop_coupon", ["code"], {
      name: "FK_2ee27cf356231fe81966f89721a",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["order_id"], "shop_order", ["id"], {
      name: "FK_73e35e0c99d3aece6d35e23dec1",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_newsletter_recipient.
  await op.dropTable("shop_newsletter_recipient", (table) => [
    table.column("newsletter_issue_id", "integer"),
    table.column("customer_id", "integer"),
    table.primaryKey(["newsletter_issue_id", "customer_id"]),
    table.foreignKey(["newsletter_issue_id"], "shop_newsletter_issue", ["id"], {
      name: "FK_802c12d9e200d38795e7ad2334f",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["customer_id"], "shop_customer", ["id"], {
      name: "FK_c91e79cb5d38ccdc205486076b1",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_newsletter_issue.
  await op.dropTable("shop_newsletter_issue", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("title", "varchar"),
    table.column("html", "text", { nullable: true }),
    table.primaryKey(["id"]),
    table.unique(["title"], { name: "UQ_16055e8b78057a6eeebbc4168be" }),
  ]);

  // Loses data: drops table shop_mail_template.
  await op.dropTable("shop_mail_template", (table) => [
    table.column("name", "varchar(40)"),
    table.column("subject", "varchar(120)", { default: "'It''s on its way'" }),
    table.column("body", "text", { default: ["'Hello {{name}},", "", "thank you.", "'"].join("\n") }),
    table.column("banner", "varchar", { default: "'Save 100% now'" }),
    table.column("layout", "varchar", { default: "'shop::mail::default'" }),
    table.column("spool", "varchar", { default: "'C:\\spool\\out'" }),
    table.column("footer", "varchar", { default: "''" }),
    table.column("greeting", "varchar", { default: "'Grüße — 🛒'" }),
    table.column("fallback", "varchar", { default: "'null'" }),
    table.column("batch_size", "varchar", { default: "'42'" }),
    table.column("variant_order", "varchar", { default: "'a' || 'b'" }),
    table.column("seed", "varchar(32)", { default: "lower(hex(randomblob(4)))" }),
    table.column("options", "text", { default: '\'{"tracking": true, "reply": "it\'\'s"}\'' }),
    table.column("formats", "text", { default: "'html,text'" }),
    table.column("priority", "integer", { default: "-1" }),
    table.column("scale", "real", { default: "1.5" }),
    table.column("enabled", "boolean", { default: "0" }),
    table.column("reply_to", "varchar", { nullable: true }),
    table.primaryKey(["name"]),
  ]);

  // Loses data: drops table shop_invoice_line.
  await op.dropTable("shop_invoice_line", (table) => [
    table.column("invoice_number", "varchar(16)"),
    table.column("order_id", "integer"),
    table.column("line_no", "smallint"),
    table.column("tax_rate", "tinyint", { default: "19" }),
    table.primaryKey(["invoice_number", "order_id", "line_no"]),
    table.foreignKey(["invoice_number"], "shop_invoice", ["number"], {
      name: "FK_08366e184299e2e55c93f46e1ad",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["order_id", "line_no"], "shop_order_line", ["order_id", "line_no"], {
      name: "fk_invoice_line_order_line",
      onDelete: "RESTRICT",
    }),
    table.check('"tax_rate" IN (0, 7, 19)', { name: "invoice_line_tax" }),
  ]);

  // Loses data: drops table shop_order_line.
  await op.dropTable("shop_order_line", (table) => [
    table.column("order_id", "integer"),
    table.column("line_no", "smallint"),
    table.column("qty", "integer", { default: "1" }),
    table.column("unit_price", "decimal(10,2)"),
    table.column("discount", "decimal(5,2)", { default: "0.25" }),
    table.column("subtotal", "decimal(12,2)", {
      nullable: true,
      generated: { expression: '"qty" * "unit_price" - "discount"', stored: true },
    }),
    table.column("variant_id", "integer"),
    table.primaryKey(["order_id", "line_no"]),
    table.foreignKey(["order_id"], "shop_order", ["id"], {
      name: "FK_b17948667ee3bc674c7ae488366",
      onDelete: "CASCADE",
    }),
    table.foreignKey(["variant_id"], "shop_variant", ["id"], {
      name: "FK_e6fe1830f7031e603f09d6797c7",
      onDelete: "RESTRICT",
    }),
    table.check('"qty" > 0', { name: "ck_shop_order_line_654a3045" }),
  ]);

  // Loses data: drops table shop_invoice.
  await op.dropTable("shop_invoice", (table) => [
    table.column("number", "varchar(16)"),
    table.column("order_id", "integer"),
    table.column("customer_id", "integer"),
    table.column("issued_on", "date"),
    table.primaryKey(["number"]),
    table.unique(["order_id"], { name: "UQ_29f0cad28e9140eff52ec38cbc4" }),
    table.foreignKey(["customer_id"], "shop_customer", ["id"], { name: "FK_128ca903d15af6825e74cfae85d" }),
    table.foreignKey(["order_id"], "shop_order", ["id"], {
      name: "FK_29f0cad28e9140eff52ec38cbc4",
      onDelete: "RESTRICT",
    }),
  ]);

  // Loses data: drops table shop_order.
  await op.dropTable("shop_order", (table) => [
    table.column("created_at", "datetime", { default: "datetime('now')" }),
    table.column("updated_at", "datetime", { default: "datetime('now')" }),
    table.column("id", "integer", { autoIncrement: true }),
    table.column("number", "varchar(20)"),
    table.column("status", "varchar", {
      default: "'new'",
      enumValues: ["new", "on_hold", "paid", "shipped", "cancelled"],
    }),
    table.column("placed_at", "datetime(3)"),
    table.column("group", "varchar(20)", { nullable: true }),
    table.column("total", "decimal(12,2)", { default: "0" }),
    table.column("note", "text", { default: "'don''t ring'" }),
    table.column("sales_rep_id", "integer", { nullable: true }),
    table.column("customer_id", "integer"),
    table.column("shipping_address_id", "integer", { nullable: true }),
    table.primaryKey(["id"]),
    table.unique(["number"], { name: "UQ_7d409a24caf7ca19ac324aeeaca" }),
    table.foreignKey(["customer_id"], "shop_customer", ["id"], {
      name: "FK_152bd940fe0b004ef6dc7e7d9b9",
      onDelete: "RESTRICT",
    }),
    table.foreignKey(["shipping_address_id"], "shop_address", ["id"], {
      name: "FK_7e27356c932a20390e8d8df15ae",
      onDelete: "RESTRICT",
      onUpdate: "RESTRICT",
    }),
  ]);

  // Loses data: drops table shop_erp_item.
  await op.dropTable("shop_erp_item", (table) => [
    table.column("guid", "nvarchar(36)"),
    table.column("int_value", "integer", { nullable: true }),
    table.column("integer_value", "integer", { nullable: true }),
    table.column("tinyint_value", "tinyint", { nullable: true }),
    table.column("smallint_value", "smallint", { nullable: true }),
    table.column("mediumint_value", "mediumint", { nullable: true }),
    table.column("bigint_value", "bigint", { nullable: true }),
    table.column("unsigned_big_int_value", "unsigned big int", { nullable: true }),
    table.column("int2_value", "int2", { nullable: true }),
    table.column("int8_value", "int8", { nullable: true }),
    table.column("number_value", "integer", { nullable: true }),
    table.column("character_value", "character(20)", { nullable: true }),
    table.column("varchar_value", "varchar(255)", { nullable: true }),
    table.column("varying_character_value", "varying character(255)", { nullable: true }),
    table.column("nchar_value", "nchar(55)", { nullable: true }),
    table.column("native_character_value", "native character(70)", { nullable: true }),
    table.column("nvarchar_value", "nvarchar(100)", { nullable: true }),
    table.column("text_value", "text(2000)", { nullable: true }),
    table.column("clob_value", "clob(4000)", { nullable: true }),
    table.column("string_value", "varchar", { nullable: true }),
    table.column("uuid_value", "varchar", { nullable: true }),
    table.column("blob_value", "blob(16)", { nullable: true }),
    table.column("real_value", "real", { nullable: true }),
    table.column("double_value", "double(15,5)", { nullable: true }),
    table.column("double_precision_value", "double precision", { nullable: true }),
    table.column("float_value", "float(7)", { nullable: true }),
    table.column("numeric_value", "numeric(10)", { nullable: true }),
    table.column("decimal_value", "decimal(10,5)", { nullable: true }),
    table.column("boolean_value", "boolean", { nullable: true }),
    table.column("date_value", "date", { nullable: true }),
    table.column("time_value", "time(6)", { nullable: true }),
    table.column("datetime_value", "datetime(6)", { nullable: true }),
    table.column("json_value", "json", { nullable: true }),
    table.column("simple_array_value", "text", { nullable: true }),
    table.column("simple_json_value", "text", { nullable: true }),
    table.column("simple_enum_value", "varchar", { default: "2", enumValues: ["1", "2", "3"] }),
    table.column("variant_sku", "varchar(40)", { nullable: true }),
    table.primaryKey(["guid"]),
    table.foreignKey(["variant_sku"], "shop_variant", ["sku"], {
      name: "fk_erp_item_sku",
      onDelete: "SET NULL",
      onUpdate: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_employee.
  await op.dropTable("shop_employee", (table) => [
    table.column("id", "integer"),
    table.column("hired_on", "date"),
    table.column("shift_start", "time", { nullable: true }),
    table.column("salary", "decimal(10,2)", { nullable: true }),
    table.column("boss_id", "integer", { nullable: true }),
    table.column("warehouse_code", "varchar(8)", { nullable: true }),
    table.column("first", "varchar(40)"),
    table.column("last", "varchar(60)"),
    table.primaryKey(["id"]),
    table.foreignKey(["warehouse_code"], "shop_warehouse", ["code"], {
      name: "FK_62dafe5d628d73432ad508f3481",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["boss_id"], "shop_employee", ["id"], {
      name: "FK_da4c0274dfdd477cf7718e45712",
      onDelete: "SET NULL",
    }),
  ]);

  // Loses data: drops table shop_warehouse.
  await op.dropTable("shop_warehouse", (table) => [
    table.column("code", "varchar(8)"),
    table.column("name", "varchar(60)"),
    table.column("floor_area", "double precision", { nullable: true }),
    table.column("manager_id", "integer", { nullable: true }),
    table.column("site_line_1", "varchar(100)"),
    table.column("site_line_2", "varchar(100)", { default: "''" }),
    table.primaryKey(["code"]),
    table.foreignKey(["manager_id"], "shop_employee", ["id"], {
      name: "FK_4dfcabe66bf162065b3f2a8cad6",
      onDelete: "SET NULL",
      onUpdate: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_coupon.
  await op.dropTable("shop_coupon", (table) => [
    table.column("code", "varchar(20)", { collation: "NOCASE" }),
    table.column("percent", "integer", { default: "10" }),
    table.column("campaign", "varchar(40)"),
    table.column("valid_from", "datetime", { default: "CURRENT_TIMESTAMP" }),
    table.column("valid_until", "datetime", { nullable: true }),
    table.primaryKey(["code"]),
    table.check('"percent" BETWEEN 1 AND 100', { name: "ck_shop_coupon_8711c97a" }),
    table.check('"valid_until" IS NULL OR "valid_until" > "valid_from"', { name: "coupon_period" }),
  ]);

  // Loses data: drops table shop_category_tree.
  await op.dropTable("shop_category_tree", (table) => [
    table.column("ancestor_id", "integer"),
    table.column("descendant_id", "integer"),
    table.primaryKey(["ancestor_id", "descendant_id"]),
    table.foreignKey(["descendant_id"], "shop_category", ["id"], {
      name: "FK_690d670acbc63c1d1b727b0024d",
      onDelete: "CASCADE",
    }),
    table.foreignKey(["ancestor_id"], "shop_category", ["id"], {
      name: "FK_e8e333e3eab1c51d35fb8450407",
      onDelete: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_cart_item.
  await op.dropTable("shop_cart_item", (table) => [
    table.column("cart_id", "varchar"),
    table.column("variant_id", "integer"),
    table.column("quantity", "integer", { default: "1" }),
    table.primaryKey(["cart_id", "variant_id"]),
    table.foreignKey(["variant_id"], "shop_variant", ["id"], {
      name: "FK_620336f5c1be7a7a6671d3b969c",
      onDelete: "CASCADE",
    }),
    table.foreignKey(["cart_id"], "shop_cart", ["id"], {
      name: "FK_8e4598c42ca5f482b7fc2b6c1df",
      onDelete: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_variant.
  await op.dropTable("shop_variant", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("sku", "varchar(40)"),
    table.column("name", "varchar(80)"),
    table.column("color", "varchar(20)", { nullable: true }),
    table.column("options", "text", { nullable: true }),
    table.column("volume", "integer", {
      nullable: true,
      generated: { expression: '"dim_width" * "dim_height" * "dim_depth"', stored: true },
    }),
    table.column("label", "varchar", {
      nullable: true,
      generated: { expression: '"sku" || \' · \' || "name"', stored: false },
    }),
    table.column("product_id", "varchar"),
    table.column("dim_width", "integer", { default: "1" }),
    table.column("dim_height", "integer", { default: "1" }),
    table.column("dim_depth", "integer", { default: "1" }),
    table.column("dim_mass_grams", "decimal(10,3)", { default: "0" }),
    table.column("dim_mass_tolerance", "real", { nullable: true }),
    table.primaryKey(["id"]),
    table.unique(["sku"], { name: "UQ_743ed87dcea48115bbeaae08f99" }),
    table.unique(["product_id", "name"], { name: "variant_name" }),
    table.foreignKey(["product_id"], "shop_product", ["id"], {
      name: "FK_d834aacce97b2e43d4d250d97c0",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_product.
  await op.dropTable("shop_product", (table) => [
    table.column("created_at", "datetime", { default: "datetime('now')" }),
    table.column("updated_at", "datetime", { default: "datetime('now')" }),
    table.column("id", "varchar"),
    table.column("name", "varchar(120)"),
    table.column("description", "varchar(500)", { nullable: true }),
    table.column("status", "varchar", { default: "'draft'", enumValues: ["draft", "active", "retired"] }),
    table.column("attributes", "json", { nullable: true }),
    table.column("thumbnail", "blob", { nullable: true }),
    table.column("search_key", "varchar", {
      nullable: true,
      generated: { expression: 'lower(trim("name"))', stored: false },
    }),
    table.column("main_category_id", "integer", { nullable: true }),
    table.primaryKey(["id"]),
    table.unique(["name"], { name: "UQ_809de0f61cee4fbd16d165e699a" }),
    table.foreignKey(["main_category_id"], "shop_category", ["id"], {
      name: "FK_dfa938f1b9526ee52f366aa4178",
      onDelete: "SET NULL",
    }),
  ]);

  // Loses data: drops table shop_category.
  await op.dropTable("shop_category", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("name", "varchar(60)"),
    table.column("slug", "varchar(60)"),
    table.column("order", "integer"),
    table.column("parent_id", "integer", { nullable: true }),
    table.primaryKey(["id"]),
    table.foreignKey(["parent_id"], "shop_category", ["id"], {
      name: "FK_a2995f26fcc34c7a1f4513760fd",
      onDelete: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_cart.
  await op.dropTable("shop_cart", (table) => [
    table.column("id", "varchar"),
    table.column("token", "varchar"),
    table.column("expires_at", "datetime", { default: "datetime('now', '+7 days')" }),
    table.column("customer_id", "integer", { nullable: true }),
    table.primaryKey(["id"]),
    table.unique(["customer_id"], { name: "REL_546fa6bf2b5f6009b02e3ce938" }),
    table.foreignKey(["customer_id"], "shop_customer", ["id"], {
      name: "FK_546fa6bf2b5f6009b02e3ce938c",
      onDelete: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_audit_log.
  await op.dropTable("shop_audit_log", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("action", "varchar(60)"),
    table.column("at", "bigint", { default: "0" }),
    table.column("payload", "blob", { nullable: true }),
    table.column("details", "json", { default: "'{}'" }),
    table.column("actor_id", "integer", { nullable: true }),
    table.primaryKey(["id"]),
  ]);

  // Loses data: drops table shop_address.
  await op.dropTable("shop_address", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("label", "varchar(30)", { default: "''" }),
    table.column("city", "varchar(60)"),
    table.column("postal_code", "varchar(12)", { nullable: true }),
    table.column("customer_id", "integer"),
    table.column("country_code", "character(2)", { nullable: true }),
    table.column("region_code", "varchar(6)", { nullable: true }),
    table.column("line_1", "varchar(100)"),
    table.column("line_2", "varchar(100)", { default: "''" }),
    table.primaryKey(["id"]),
    table.foreignKey(["customer_id"], "shop_customer", ["id"], {
      name: "FK_52c2a9a2cca4b079fdb8ce67ef7",
      onDelete: "CASCADE",
    }),
    table.foreignKey(["country_code", "region_code"], "shop_region", ["country_code", "code"], {
      name: "FK_f7f59e9a648eaf7fd2f439f8b94",
      onDelete: "RESTRICT",
      onUpdate: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_region.
  await op.dropTable("shop_region", (table) => [
    table.column("country_code", "character(2)"),
    table.column("code", "varchar(6)"),
    table.column("name", "varchar(80)"),
    table.primaryKey(["country_code", "code"]),
    table.foreignKey(["country_code"], "shop_country", ["code"], {
      name: "FK_853ec20b95ce9eeee74a556701f",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
    table.options({ withoutRowid: true }),
  ]);

  // Loses data: drops table shop_country.
  await op.dropTable("shop_country", (table) => [
    table.column("code", "character(2)"),
    table.column("name", "varchar(80)"),
    table.column("währung", "character(3)", { default: "'EUR'" }),
    table.primaryKey(["code"]),
    table.options({ withoutRowid: true }),
  ]);

  // Loses data: drops table shop_customer.
  await op.dropTable("shop_customer", (table) => [
    table.column("created_at", "datetime", { default: "datetime('now')" }),
    table.column("updated_at", "datetime", { default: "datetime('now')" }),
    table.column("id", "integer", { autoIncrement: true }),
    table.column("email", "varchar(120)", { collation: "NOCASE" }),
    table.column("nick", "varchar(30)", { nullable: true }),
    table.column("fax", "varchar(20)", { nullable: true }),
    table.column("birth_date", "date", { nullable: true }),
    table.column("active", "boolean", { default: "1" }),
    table.column("points", "integer", { default: "0" }),
    table.column("password_hash", "varchar(64)", { nullable: true }),
    table.column("preferences", "text", { default: "'{}'" }),
    table.column("interests", "text", { nullable: true }),
    table.column("deleted_at", "datetime", { nullable: true }),
    table.column("version", "integer"),
    table.column("default_address_id", "integer", { nullable: true }),
    table.column("name_first", "varchar(40)"),
    table.column("name_last", "varchar(60)"),
    table.primaryKey(["id"]),
    table.unique(["email"], { name: "UQ_8efe70cd9e36dda35e87f0ef573" }),
    table.foreignKey(["default_address_id"], "shop_address", ["id"], {
      name: "FK_69e3614d0b40a5900daf7ec30be",
      onDelete: "SET NULL",
    }),
  ]);
}
