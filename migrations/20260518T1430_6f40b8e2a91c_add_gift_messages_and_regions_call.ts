import type { Operations } from "aludel";

/**
 * add gift messages and regions, call vendors suppliers
 *
 * Written by `aludel revision --autogenerate` on 2026-02-02 for SQLite 3.53.2.
 */
export const revision = "6f40b8e2a91c";
export const parents = ["1a7e0c5d93b2"];

export async function up(op: Operations): Promise<void> {
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

  await op.renameTable("shop_vendor", "shop_supplier");

  await op.dropIndex("shop_category", "category_slug", ["slug"]);

  await op.dropIndex("shop_order", "ix_shop_order_4d577b09", ["status"], {
    where: "\"status\" <> 'shipped'",
  });

  await op.dropIndex("shop_review", "review_by_rating", ["product_id", "rating"]);

  await op.dropIndex("shop_shipment", "shipment_tracking", ["tracking_code"]);

  await op.dropIndex("shop_supplier", "vendor_since", ["since"], { where: '"since" IS NOT NULL' });

  await op.createTable("shop_coupon_region", (table) => [
    table.column("coupon_code", "varchar(20)", { collation: "NOCASE" }),
    table.column("region_country_code", "character(2)"),
    table.column("region_code", "varchar(6)"),
    table.primaryKey(["coupon_code", "region_country_code", "region_code"]),
    table.foreignKey(["coupon_code"], "shop_coupon", ["code"], {
      name: "FK_1f9d73208d03d09c0adfbd34af8",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["region_country_code", "region_code"], "shop_region", ["country_code", "code"], {
      name: "FK_41585c0fb80e3de3065e43e6e2f",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
  ]);

  await op.createTable("shop_favourite", (table) => [
    table.column("customer_id", "integer"),
    table.column("product_id", "varchar"),
    table.primaryKey(["customer_id", "product_id"]),
    table.foreignKey(["customer_id"], "shop_customer", ["id"], {
      name: "FK_2f3f2107c196ab2688b9f416c81",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["product_id"], "shop_product", ["id"], {
      name: "FK_6abe261c9a6ff339cda5e2a95f3",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
  ]);

  await op.createTable("shop_gift_message", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("occasion", "varchar", {
      default: "'birthday'",
      enumValues: ["birthday", "wedding, anniversary", "mother's day"],
    }),
    table.column("text", "text", { default: "''" }),
    table.column("order_id", "integer"),
    table.primaryKey(["id"]),
    table.foreignKey(["order_id"], "shop_order", ["id"], {
      name: "FK_7efea25de8ae171a38e26afee20",
      onDelete: "CASCADE",
    }),
  ]);

  await op.createTable("shop_setting", (table) => [
    table.column("group", "varchar(30)"),
    table.column("key", "varchar(60)"),
    table.column("value", "text", { nullable: true }),
    table.primaryKey(["group", "key"]),
    table.options({ withoutRowid: true }),
  ]);

  await op.createTable("shop_storage_zone", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("name", "varchar(40)"),
    table.column("minimum_temperature", "numeric(8,2)", { default: "-273.15" }),
    table.column("nsleft", "integer", { default: "1" }),
    table.column("nsright", "integer", { default: "2" }),
    table.column("parent_id", "integer", { nullable: true }),
    table.primaryKey(["id"]),
    table.foreignKey(["parent_id"], "shop_storage_zone", ["id"], { name: "FK_47fec1649337cb524713ca7cf8d" }),
  ]);

  await op.alterTable("shop_address", (table) => [
    table.dropForeignKey(["country_code", "region_code"], "shop_region", ["country_code", "code"], {
      name: "FK_f7f59e9a648eaf7fd2f439f8b94",
      onDelete: "RESTRICT",
      onUpdate: "CASCADE",
    }),
    table.alterColumn("postal_code", { nullable: true }, { nullable: false }, { backfill: "''" }),
    table.addForeignKey(["country_code", "region_code"], "shop_region", ["country_code", "code"], {
      name: "FK_f7f59e9a648eaf7fd2f439f8b94",
      onDelete: "SET NULL",
      onUpdate: "CASCADE",
    }),
  ]);

  await op.alterTable("shop_cart", (table) => [
    table.alterColumn(
      "expires_at",
      { default: "datetime('now', '+7 days')" },
      { default: "datetime('now', '+14 days')" },
    ),
  ]);

  await op.alterTable("shop_category", (table) => [table.alterColumn("order", {}, { default: "0" })]);

  // May fail on rows that are there: adds a check to shop_country.
  await op.alterTable("shop_country", (table) => [
    table.addCheck('"code" = upper("code")', { name: "country_code_upper" }),
  ]);

  await op.alterTable("shop_coupon", (table) => [
    table.dropCheck('"percent" BETWEEN 1 AND 100', { name: "ck_shop_coupon_8711c97a" }),
  ]);

  // May fail on rows that are there: adds a foreign key to shop_customer.
  await op.alterTable("shop_customer", (table) => [
    table.renameColumn("nick", "handle"),
    table.addColumn("locale", "varchar(5)", { backfill: "'en'" }),
    table.addColumn("tier", "varchar", { default: "'basic'", enumValues: ["basic", "silver"] }),
    table.addColumn("referred_by_id", "integer", { nullable: true }),
    table.addColumn("tax_vat_id", "varchar(20)", { nullable: true }),
    table.addColumn("tax_exempt", "boolean", { default: "0" }),
    table.alterColumn("points", { default: "0" }, { default: "100" }),
    table.alterColumn("name_first", { type: "varchar(40)" }, { type: "varchar(80)" }),
    table.addColumn("display_name", "text", {
      nullable: true,
      generated: { expression: 'trim("name_first" || \' \' || "name_last")', stored: false },
    }),
    table.addForeignKey(["referred_by_id"], "shop_customer", ["id"], {
      name: "FK_7ae5358900ce055c047576c14da",
      onDelete: "SET NULL",
    }),
  ]);

  // May fail on rows that are there: adds a unique constraint to shop_employee.
  await op.alterTable("shop_employee", (table) => [
    table.alterColumn("id", {}, { autoIncrement: true }),
    table.alterColumn("first", { type: "varchar(40)" }, { type: "varchar(80)" }),
    table.addUnique(["first", "last"], { name: "employee_name" }),
  ]);

  await op.alterTable("shop_erp_item", (table) => [
    table.alterColumn(
      "varying_character_value",
      { type: "varying character(255)" },
      { type: "varchar(255)" },
    ),
    table.alterColumn("nchar_value", { type: "nchar(55)" }, { type: "nchar(60)" }),
  ]);

  await op.alterTable("shop_mail_template", (table) => [
    table.alterColumn("banner", { default: "'Save 100% now'" }, {}),
    table.alterColumn("batch_size", { default: "'42'" }, { default: "'50'" }),
  ]);

  // May fail on rows that are there: adds a foreign key to shop_order.
  await op.alterTable("shop_order", (table) => [
    table.alterColumn(
      "status",
      { enumValues: ["new", "on_hold", "paid", "shipped", "cancelled"] },
      { enumValues: ["new", "on_hold", "paid", "shipped", "cancelled", "returned"] },
    ),
    table.alterColumn("note", { default: "'don''t ring'" }, { default: "'please ring'" }),
    table.addForeignKey(["sales_rep_id"], "shop_employee", ["id"], {
      name: "FK_f0fb315a58ec924dfda71f4131a",
      onDelete: "SET NULL",
    }),
  ]);

  await op.alterTable("shop_payment", (table) => [
    table.addColumn("wallet_id", "varchar(40)", { nullable: true }),
  ]);

  // May fail on rows that are there: adds a primary key to shop_price.
  await op.alterTable("shop_price", (table) => [
    table.dropPrimaryKey(["variant_id", "currency"]),
    table.addColumn("valid_from", "date", { backfill: "'2024-01-01'" }),
    table.alterColumn("amount", { type: "numeric(10,2)" }, { type: "numeric(12,4)" }),
    table.addPrimaryKey(["variant_id", "currency", "valid_from"]),
  ]);

  await op.alterTable("shop_product", (table) => [
    table.dropUnique(["name"], { name: "UQ_809de0f61cee4fbd16d165e699a" }),
    table.addColumn("made_in", "character(2)", { nullable: true }),
    table.alterColumn("description", { type: "varchar(500)" }, { type: "text" }),
  ]);

  await op.alterTable("shop_refund", (table) => [
    table.dropForeignKey(["payment_id"], "shop_payment", ["id"], {
      name: "FK_7130f3220faa8f8a43638d7000a",
      deferrable: "INITIALLY DEFERRED",
    }),
    table.addForeignKey(["payment_id"], "shop_payment", ["id"], {
      name: "FK_7130f3220faa8f8a43638d7000a",
      deferrable: "INITIALLY IMMEDIATE",
    }),
  ]);

  await op.alterTable("shop_review", (table) => [
    table.alterColumn("title", { nullable: false }, { nullable: true }),
  ]);

  // May fail on rows that are there: adds a unique constraint to shop_shipment.
  await op.alterTable("shop_shipment", (table) => [
    table.addUnique(["tracking_code"], { name: "UQ_122cff920901d5eeefbde31ecbd" }),
  ]);

  // May fail on rows that are there: adds a check to shop_stock_level.
  await op.alterTable("shop_stock_level", (table) => [
    table.addCheck('"reserved" <= "on_hand"', { name: "stock_not_oversold" }),
  ]);

  await op.alterTable("shop_stock_movement", (table) => [
    table.alterColumn("quantity", { type: "smallint", default: "-1" }, { type: "integer" }),
  ]);

  // May fail on rows that are there: adds a unique constraint to shop_supplier.
  // May fail on rows that are there: adds a check to shop_supplier.
  await op.alterTable("shop_supplier", (table) => [
    table.dropCheck('"rating" >= 0 AND "rating" <= 1', { name: "vendor_rating" }),
    table.dropUnique(["name"], { name: "vendor_name" }),
    table.addUnique(["name"], { name: "supplier_name" }),
    table.addCheck('"rating" >= 0 AND "rating" <= 1', { name: "supplier_rating" }),
  ]);

  // May fail on rows that are there: adds a unique constraint to shop_tag.
  await op.alterTable("shop_tag", (table) => [
    table.addColumn("slug", "varchar(30)", { backfill: "lower(name)" }),
    table.addUnique(["slug"], { name: "UQ_1911090b3c0f62393511d16894a" }),
  ]);

  // May fail on rows that are there: adds a unique constraint to shop_variant.
  await op.alterTable("shop_variant", (table) => [
    table.dropUnique(["product_id", "name"], { name: "variant_name" }),
    table.alterColumn(
      "volume",
      { generated: { expression: '"dim_width" * "dim_height" * "dim_depth"', stored: true } },
      { generated: { expression: '("dim_width" * "dim_height" * "dim_depth") / 1000', stored: true } },
    ),
    table.addUnique(["product_id", "name", "color"], { name: "variant_name" }),
  ]);

  await op.createIndex("shop_coupon_region", "IDX_1f9d73208d03d09c0adfbd34af", ["coupon_code"]);

  await op.createIndex("shop_coupon_region", "IDX_41585c0fb80e3de3065e43e6e2", [
    "region_country_code",
    "region_code",
  ]);

  await op.createIndex("shop_favourite", "IDX_2f3f2107c196ab2688b9f416c8", ["customer_id"]);

  await op.createIndex("shop_favourite", "IDX_6abe261c9a6ff339cda5e2a95f", ["product_id"]);

  // May fail on rows that are there: adds a unique index to shop_category.
  await op.createIndex("shop_category", "category_slug", ["slug"], { unique: true });

  await op.createIndex("shop_order", "ix_shop_order_29a9037a", ["status"], {
    where: "\"status\" NOT IN ('shipped', 'cancelled')",
  });

  await op.createIndex("shop_review", "review_by_rating", ["product_id", "rating", "created_at"]);

  await op.createIndex("shop_supplier", "supplier_since", ["since"], { where: '"since" IS NOT NULL' });

  await op.createView(
    "shop_product_summary",
    [
      'SELECT "p"."id" AS "product_id", "p"."name" AS "name", "p"."main_category_id" AS "category_id", "p"."made_in" AS "made_in",',
      '           (SELECT COUNT(*) FROM "shop_variant" "v" WHERE "v"."product_id" = "p"."id") AS "variants",',
      '           (SELECT AVG("r"."rating") FROM "shop_review" "r" WHERE "r"."product_id" = "p"."id") AS "rating"',
      '    FROM "shop_product" "p"',
      '    WHERE "p"."status" = \'active\'',
    ].join("\n"),
  );

  await op.createView(
    "shop_category_report",
    'SELECT "summary"."category_id" AS "category_id", COUNT(*) AS "products", AVG("summary"."rating") AS "rating" FROM "shop_product_summary" "summary" GROUP BY "summary"."category_id"',
  );

  await op.createView(
    "shop_order_total",
    [
      'SELECT "o"."id" AS "order_id", "o"."group" AS "batch", SUM("l"."qty") AS "pieces", SUM("l"."subtotal") AS "total"',
      '    FROM "shop_order" "o" JOIN "shop_order_line" "l" ON "l"."order_id" = "o"."id"',
      '    GROUP BY "o"."id"',
    ].join("\n"),
  );
}

export async function down(op: Operations): Promise<void> {
  await op.dropView(
    "shop_order_total",
    [
      'SELECT "o"."id" AS "order_id", "o"."group" AS "batch", SUM("l"."qty") AS "pieces", SUM("l"."subtotal") AS "total"',
      '    FROM "shop_order" "o" JOIN "shop_order_line" "l" ON "l"."order_id" = "o"."id"',
      '    GROUP BY "o"."id"',
    ].join("\n"),
  );

  await op.dropView(
    "shop_category_report",
    'SELECT "summary"."category_id" AS "category_id", COUNT(*) AS "products", AVG("summary"."rating") AS "rating" FROM "shop_product_summary" "summary" GROUP BY "summary"."category_id"',
  );

  await op.dropView(
    "shop_product_summary",
    [
      'SELECT "p"."id" AS "product_id", "p"."name" AS "name", "p"."main_category_id" AS "category_id", "p"."made_in" AS "made_in",',
      '           (SELECT COUNT(*) FROM "shop_variant" "v" WHERE "v"."product_id" = "p"."id") AS "variants",',
      '           (SELECT AVG("r"."rating") FROM "shop_review" "r" WHERE "r"."product_id" = "p"."id") AS "rating"',
      '    FROM "shop_product" "p"',
      '    WHERE "p"."status" = \'active\'',
    ].join("\n"),
  );

  await op.dropIndex("shop_supplier", "supplier_since", ["since"], { where: '"since" IS NOT NULL' });

  await op.dropIndex("shop_review", "review_by_rating", ["product_id", "rating", "created_at"]);

  await op.dropIndex("shop_order", "ix_shop_order_29a9037a", ["status"], {
    where: "\"status\" NOT IN ('shipped', 'cancelled')",
  });

  await op.dropIndex("shop_category", "category_slug", ["slug"], { unique: true });

  await op.dropIndex("shop_favourite", "IDX_6abe261c9a6ff339cda5e2a95f", ["product_id"]);

  await op.dropIndex("shop_favourite", "IDX_2f3f2107c196ab2688b9f416c8", ["customer_id"]);

  await op.dropIndex("shop_coupon_region", "IDX_41585c0fb80e3de3065e43e6e2", [
    "region_country_code",
    "region_code",
  ]);

  await op.dropIndex("shop_coupon_region", "IDX_1f9d73208d03d09c0adfbd34af", ["coupon_code"]);

  // May fail on rows that are there: adds a unique constraint to shop_variant.
  await op.alterTable("shop_variant", (table) => [
    table.dropUnique(["product_id", "name", "color"], { name: "variant_name" }),
    table.alterColumn(
      "volume",
      { generated: { expression: '("dim_width" * "dim_height" * "dim_depth") / 1000', stored: true } },
      { generated: { expression: '"dim_width" * "dim_height" * "dim_depth"', stored: true } },
    ),
    table.addUnique(["product_id", "name"], { name: "variant_name" }),
  ]);

  // Loses data: drops column shop_tag.slug.
  await op.alterTable("shop_tag", (table) => [
    table.dropUnique(["slug"], { name: "UQ_1911090b3c0f62393511d16894a" }),
    table.dropColumn("slug", "varchar(30)"),
  ]);

  // May fail on rows that are there: adds a unique constraint to shop_supplier.
  // May fail on rows that are there: adds a check to shop_supplier.
  await op.alterTable("shop_supplier", (table) => [
    table.dropCheck('"rating" >= 0 AND "rating" <= 1', { name: "supplier_rating" }),
    table.dropUnique(["name"], { name: "supplier_name" }),
    table.addUnique(["name"], { name: "vendor_name" }),
    table.addCheck('"rating" >= 0 AND "rating" <= 1', { name: "vendor_rating" }),
  ]);

  await op.alterTable("shop_stock_movement", (table) => [
    table.alterColumn("quantity", { type: "integer" }, { type: "smallint", default: "-1" }),
  ]);

  await op.alterTable("shop_stock_level", (table) => [
    table.dropCheck('"reserved" <= "on_hand"', { name: "stock_not_oversold" }),
  ]);

  await op.alterTable("shop_shipment", (table) => [
    table.dropUnique(["tracking_code"], { name: "UQ_122cff920901d5eeefbde31ecbd" }),
  ]);

  await op.alterTable("shop_review", (table) => [
    table.alterColumn("title", { nullable: true }, { nullable: false }, { backfill: "''" }),
  ]);

  await op.alterTable("shop_refund", (table) => [
    table.dropForeignKey(["payment_id"], "shop_payment", ["id"], {
      name: "FK_7130f3220faa8f8a43638d7000a",
      deferrable: "INITIALLY IMMEDIATE",
    }),
    table.addForeignKey(["payment_id"], "shop_payment", ["id"], {
      name: "FK_7130f3220faa8f8a43638d7000a",
      deferrable: "INITIALLY DEFERRED",
    }),
  ]);

  // Loses data: drops column shop_product.made_in.
  // May fail on rows that are there: adds a unique constraint to shop_product.
  await op.alterTable("shop_product", (table) => [
    table.alterColumn("description", { type: "text" }, { type: "varchar(500)" }),
    table.dropColumn("made_in", "character(2)", { nullable: true }),
    table.addUnique(["name"], { name: "UQ_809de0f61cee4fbd16d165e699a" }),
  ]);

  // Loses data: drops column shop_price.valid_from.
  // May fail on rows that are there: adds a primary key to shop_price.
  await op.alterTable("shop_price", (table) => [
    table.dropPrimaryKey(["variant_id", "currency", "valid_from"]),
    table.alterColumn("amount", { type: "numeric(12,4)" }, { type: "numeric(10,2)" }),
    table.dropColumn("valid_from", "date"),
    table.addPrimaryKey(["variant_id", "currency"]),
  ]);

  // Loses data: drops column shop_payment.wallet_id.
  await op.alterTable("shop_payment", (table) => [
    table.dropColumn("wallet_id", "varchar(40)", { nullable: true }),
  ]);

  // May fail on rows that are there: no longer allows returned in shop_order.status.
  await op.alterTable("shop_order", (table) => [
    table.dropForeignKey(["sales_rep_id"], "shop_employee", ["id"], {
      name: "FK_f0fb315a58ec924dfda71f4131a",
      onDelete: "SET NULL",
    }),
    table.alterColumn("note", { default: "'please ring'" }, { default: "'don''t ring'" }),
    table.alterColumn(
      "status",
      { enumValues: ["new", "on_hold", "paid", "shipped", "cancelled", "returned"] },
      { enumValues: ["new", "on_hold", "paid", "shipped", "cancelled"] },
    ),
  ]);

  await op.alterTable("shop_mail_template", (table) => [
    table.alterColumn("batch_size", { default: "'50'" }, { default: "'42'" }),
    table.alterColumn("banner", {}, { default: "'Save 100% now'" }),
  ]);

  await op.alterTable("shop_erp_item", (table) => [
    table.alterColumn("nchar_value", { type: "nchar(60)" }, { type: "nchar(55)" }),
    table.alterColumn(
      "varying_character_value",
      { type: "varchar(255)" },
      { type: "varying character(255)" },
    ),
  ]);

  await op.alterTable("shop_employee", (table) => [
    table.dropUnique(["first", "last"], { name: "employee_name" }),
    table.alterColumn("first", { type: "varchar(80)" }, { type: "varchar(40)" }),
    table.alterColumn("id", { autoIncrement: true }, {}),
  ]);

  // Loses data: drops column shop_customer.tax_exempt.
  // Loses data: drops column shop_customer.tax_vat_id.
  // Loses data: drops column shop_customer.referred_by_id.
  // Loses data: drops column shop_customer.tier.
  // Loses data: drops column shop_customer.locale.
  await op.alterTable("shop_customer", (table) => [
    table.dropForeignKey(["referred_by_id"], "shop_customer", ["id"], {
      name: "FK_7ae5358900ce055c047576c14da",
      onDelete: "SET NULL",
    }),
    table.dropColumn("display_name", "text", {
      nullable: true,
      generated: { expression: 'trim("name_first" || \' \' || "name_last")', stored: false },
    }),
    table.alterColumn("name_first", { type: "varchar(80)" }, { type: "varchar(40)" }),
    table.alterColumn("points", { default: "100" }, { default: "0" }),
    table.dropColumn("tax_exempt", "boolean", { default: "0" }),
    table.dropColumn("tax_vat_id", "varchar(20)", { nullable: true }),
    table.dropColumn("referred_by_id", "integer", { nullable: true }),
    table.dropColumn("tier", "varchar", { default: "'basic'", enumValues: ["basic", "silver"] }),
    table.dropColumn("locale", "varchar(5)"),
    table.renameColumn("handle", "nick"),
  ]);

  // May fail on rows that are there: adds a check to shop_coupon.
  await op.alterTable("shop_coupon", (table) => [
    table.addCheck('"percent" BETWEEN 1 AND 100', { name: "ck_shop_coupon_8711c97a" }),
  ]);

  await op.alterTable("shop_country", (table) => [
    table.dropCheck('"code" = upper("code")', { name: "country_code_upper" }),
  ]);

  await op.alterTable("shop_category", (table) => [table.alterColumn("order", { default: "0" }, {})]);

  await op.alterTable("shop_cart", (table) => [
    table.alterColumn(
      "expires_at",
      { default: "datetime('now', '+14 days')" },
      { default: "datetime('now', '+7 days')" },
    ),
  ]);

  await op.alterTable("shop_address", (table) => [
    table.dropForeignKey(["country_code", "region_code"], "shop_region", ["country_code", "code"], {
      name: "FK_f7f59e9a648eaf7fd2f439f8b94",
      onDelete: "SET NULL",
      onUpdate: "CASCADE",
    }),
    table.alterColumn("postal_code", { nullable: false }, { nullable: true }),
    table.addForeignKey(["country_code", "region_code"], "shop_region", ["country_code", "code"], {
      name: "FK_f7f59e9a648eaf7fd2f439f8b94",
      onDelete: "RESTRICT",
      onUpdate: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_storage_zone.
  await op.dropTable("shop_storage_zone", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("name", "varchar(40)"),
    table.column("minimum_temperature", "numeric(8,2)", { default: "-273.15" }),
    table.column("nsleft", "integer", { default: "1" }),
    table.column("nsright", "integer", { default: "2" }),
    table.column("parent_id", "integer", { nullable: true }),
    table.primaryKey(["id"]),
    table.foreignKey(["parent_id"], "shop_storage_zone", ["id"], { name: "FK_47fec1649337cb524713ca7cf8d" }),
  ]);

  // Loses data: drops table shop_setting.
  await op.dropTable("shop_setting", (table) => [
    table.column("group", "varchar(30)"),
    table.column("key", "varchar(60)"),
    table.column("value", "text", { nullable: true }),
    table.primaryKey(["group", "key"]),
    table.options({ withoutRowid: true }),
  ]);

  // Loses data: drops table shop_gift_message.
  await op.dropTable("shop_gift_message", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("occasion", "varchar", {
      default: "'birthday'",
      enumValues: ["birthday", "wedding, anniversary", "mother's day"],
    }),
    table.column("text", "text", { default: "''" }),
    table.column("order_id", "integer"),
    table.primaryKey(["id"]),
    table.foreignKey(["order_id"], "shop_order", ["id"], {
      name: "FK_7efea25de8ae171a38e26afee20",
      onDelete: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_favourite.
  await op.dropTable("shop_favourite", (table) => [
    table.column("customer_id", "integer"),
    table.column("product_id", "varchar"),
    table.primaryKey(["customer_id", "product_id"]),
    table.foreignKey(["customer_id"], "shop_customer", ["id"], {
      name: "FK_2f3f2107c196ab2688b9f416c81",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["product_id"], "shop_product", ["id"], {
      name: "FK_6abe261c9a6ff339cda5e2a95f3",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_coupon_region.
  await op.dropTable("shop_coupon_region", (table) => [
    table.column("coupon_code", "varchar(20)", { collation: "NOCASE" }),
    table.column("region_country_code", "character(2)"),
    table.column("region_code", "varchar(6)"),
    table.primaryKey(["coupon_code", "region_country_code", "region_code"]),
    table.foreignKey(["coupon_code"], "shop_coupon", ["code"], {
      name: "FK_1f9d73208d03d09c0adfbd34af8",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
    table.foreignKey(["region_country_code", "region_code"], "shop_region", ["country_code", "code"], {
      name: "FK_41585c0fb80e3de3065e43e6e2f",
      onDelete: "CASCADE",
      onUpdate: "CASCADE",
    }),
  ]);

  await op.createIndex("shop_supplier", "vendor_since", ["since"], { where: '"since" IS NOT NULL' });

  await op.createIndex("shop_shipment", "shipment_tracking", ["tracking_code"]);

  await op.createIndex("shop_review", "review_by_rating", ["product_id", "rating"]);

  await op.createIndex("shop_order", "ix_shop_order_4d577b09", ["status"], {
    where: "\"status\" <> 'shipped'",
  });

  await op.createIndex("shop_category", "category_slug", ["slug"]);

  await op.renameTable("shop_supplier", "shop_vendor");

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
