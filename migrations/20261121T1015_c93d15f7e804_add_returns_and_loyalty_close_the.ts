import type { Operations } from "aludel";

/**
 * add returns and loyalty, close the newsletter
 *
 * Written by `aludel revision --autogenerate` on 2026-05-18 for SQLite 3.53.2.
 */
export const revision = "c93d15f7e804";
export const parents = ["6f40b8e2a91c"];

export async function up(op: Operations): Promise<void> {
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

  await op.renameTable("shop_page", "shop_content_page");

  await op.dropIndex("shop_address", "address_city", ["city"]);

  await op.dropIndex("shop_content_page", "IDX_b56c77c7cc16affd0801e8fba8", ["slug"], { unique: true });

  await op.dropIndex("shop_customer", "customer_live", ["email"], { where: '"deleted_at" IS NULL' });

  await op.dropIndex("shop_order", "order_history", ["customer_id", "placed_at"]);

  await op.dropIndex("shop_stock_movement", "movement_at", ["at"]);

  await op.dropIndex("shop_newsletter_recipient", "IDX_802c12d9e200d38795e7ad2334", ["newsletter_issue_id"]);

  await op.dropIndex("shop_newsletter_recipient", "IDX_c91e79cb5d38ccdc205486076b", ["customer_id"]);

  await op.createTable("shop_customer_profile", (table) => [
    table.column("customer_id", "integer"),
    table.column("about", "varchar(280)", { default: "''" }),
    table.column("picture", "blob", { nullable: true }),
    table.primaryKey(["customer_id"]),
    table.foreignKey(["customer_id"], "shop_customer", ["id"], {
      name: "FK_125b2ccb987659aec88a5086409",
      onDelete: "CASCADE",
    }),
  ]);

  await op.createTable("shop_return_message", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("text", "text"),
    table.column("case_id", "integer"),
    table.primaryKey(["id"]),
    table.foreignKey(["case_id"], "shop_return_case", ["id"], {
      name: "FK_578388eafc1c2ec655a195c933d",
      onDelete: "CASCADE",
    }),
  ]);

  await op.createTable("shop_return_case", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("reason", "varchar(200)", { default: "'100% unused; see ''terms'''" }),
    table.column("order_id", "integer"),
    table.column("newest_message_id", "integer", { nullable: true }),
    table.primaryKey(["id"]),
    table.unique(["newest_message_id"], { name: "REL_850f6a88e317f3a6973b645413" }),
    table.foreignKey(["order_id"], "shop_order", ["id"], {
      name: "FK_292d523bddff138e0aa042286cb",
      onDelete: "CASCADE",
    }),
    table.foreignKey(["newest_message_id"], "shop_return_message", ["id"], {
      name: "FK_850f6a88e317f3a6973b6454134",
      onDelete: "SET NULL",
      deferrable: "INITIALLY DEFERRED",
    }),
  ]);

  await op.alterTable("shop_address", (table) => [
    table.addColumn("geo_lat", "double(9,6)", { nullable: true }),
    table.addColumn("geo_lon", "double(9,6)", { nullable: true }),
  ]);

  await op.alterTable("shop_cart_item", (table) => [
    table.dropForeignKey(["variant_id"], "shop_variant", ["id"], {
      name: "FK_620336f5c1be7a7a6671d3b969c",
      onDelete: "CASCADE",
    }),
    table.addForeignKey(["variant_id"], "shop_variant", ["id"], {
      name: "FK_620336f5c1be7a7a6671d3b969c",
      onDelete: "RESTRICT",
    }),
  ]);

  await op.alterTable("shop_content_page", (table) => [
    table.dropForeignKey(["parent_id"], "shop_content_page", ["id"], {
      name: "FK_f2c92297d779c19ad340141004b",
    }),
    table.addForeignKey(["parent_id"], "shop_content_page", ["id"], {
      name: "FK_f712b53cc49d618674bb696e61e",
    }),
  ]);

  // May fail on rows that are there: adds a unique constraint to shop_country.
  await op.alterTable("shop_country", (table) => [
    table.addUnique(["name"], { name: "UQ_f51efb3d9cec86fd075738bec51" }),
  ]);

  await op.alterTable("shop_coupon", (table) => [
    table.dropCheck('"valid_until" IS NULL OR "valid_until" > "valid_from"', { name: "coupon_period" }),
  ]);

  // Loses data where there is any: drops column shop_customer.fax (no rows hold a value).
  await op.alterTable("shop_customer", (table) => [
    table.dropColumn("fax", "varchar(20)", { nullable: true }),
    table.alterColumn(
      "tier",
      { default: "'basic'", enumValues: ["basic", "silver"] },
      { default: "'silver'", enumValues: ["basic", "silver", "gold"] },
    ),
  ]);

  await op.alterTable("shop_employee", (table) => [
    table.alterColumn("shift_start", {}, { default: "'08:00:00'" }),
  ]);

  await op.alterTable("shop_mail_template", (table) => [
    table.alterColumn("layout", { default: "'shop::mail::default'" }, { default: "'shop::mail::v3'" }),
    table.alterColumn("priority", { default: "-1" }, {}),
  ]);

  // May fail on rows that are there: no longer allows on_hold in shop_order.status.
  await op.alterTable("shop_order", (table) => [
    table.dropForeignKey(["sales_rep_id"], "shop_employee", ["id"], {
      name: "FK_f0fb315a58ec924dfda71f4131a",
      onDelete: "SET NULL",
    }),
    table.alterColumn(
      "status",
      { enumValues: ["new", "on_hold", "paid", "shipped", "cancelled", "returned"] },
      { enumValues: ["new", "paid", "shipped", "cancelled", "returned"] },
    ),
    table.alterColumn("placed_at", { type: "datetime(3)" }, { type: "datetime(6)" }),
  ]);

  // May fail on rows that are there: adds a check to shop_order_line.
  await op.alterTable("shop_order_line", (table) => [
    table.renameColumn("qty", "quantity"),
    table.dropCheck('"quantity" > 0', { name: "ck_shop_order_line_654a3045" }),
    table.alterColumn("discount", { default: "0.25" }, { default: "0" }),
    table.addCheck('"quantity" > 0', { name: "ck_shop_order_line_900dc20a" }),
  ]);

  await op.alterTable("shop_payment", (table) => [
    table.alterColumn("amount", { type: "decimal(12,2)" }, { type: "decimal(14,4)" }),
  ]);

  // May fail on rows that are there: adds a check to shop_price.
  await op.alterTable("shop_price", (table) => [
    table.dropCheck('"amount" >= 0', { name: "price_not_negative" }),
    table.addCheck('"amount" > 0', { name: "price_not_negative" }),
  ]);

  await op.alterTable("shop_product", (table) => [
    table.alterColumn("description", { nullable: true }, { nullable: false }, { backfill: "''" }),
    table.alterColumn(
      "status",
      { enumValues: ["draft", "active", "retired"] },
      { enumValues: ["draft", "announced", "active", "retired"] },
    ),
  ]);

  // May fail on rows that are there: adds a check to shop_shipment.
  await op.alterTable("shop_shipment", (table) => [
    table.addCheck('"weight" IS NULL OR "weight" > 0', { name: "ck_shop_shipment_7059f64b" }),
  ]);

  await op.alterTable("shop_stock_level", (table) => [
    table.dropForeignKey(["warehouse_code"], "shop_warehouse", ["code"], {
      name: "FK_53c2b4345549c83c3df63282965",
      onDelete: "RESTRICT",
      onUpdate: "CASCADE",
    }),
    table.addForeignKey(["warehouse_code"], "shop_warehouse", ["code"], {
      name: "FK_53c2b4345549c83c3df63282965",
      onDelete: "RESTRICT",
    }),
  ]);

  await op.alterTable("shop_tag", (table) => [
    table.alterColumn("name", { collation: "NOCASE" }, { collation: "RTRIM" }),
  ]);

  await op.alterTable("shop_variant", (table) => [
    table.alterColumn(
      "volume",
      { generated: { expression: '("dim_width" * "dim_height" * "dim_depth") / 1000', stored: true } },
      { generated: { expression: '("dim_width" * "dim_height" * "dim_depth") / 1000', stored: false } },
    ),
    table.alterColumn(
      "label",
      { generated: { expression: '"sku" || \' · \' || "name"', stored: false } },
      {},
    ),
  ]);

  // Loses data where there is any: drops table shop_newsletter_recipient (no rows).
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

  // Loses data where there is any: drops table shop_newsletter_issue (no rows).
  await op.dropTable("shop_newsletter_issue", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("title", "varchar"),
    table.column("html", "text", { nullable: true }),
    table.primaryKey(["id"]),
    table.unique(["title"], { name: "UQ_16055e8b78057a6eeebbc4168be" }),
  ]);

  await op.createIndex("shop_audit_log", "IDX_bf8e0ad90bf7b6a93c7337db04", ["at"]);

  // May fail on rows that are there: adds a unique index to shop_content_page.
  await op.createIndex("shop_content_page", "IDX_d0ceec0854b6e8a0c5b8e30537", ["slug"], { unique: true });

  await op.createIndex("shop_customer", "customer_live", ["email"], {
    where: '"deleted_at" IS NULL AND "active" = 1',
  });

  await op.createIndex("shop_order", "order_history", ["placed_at", "customer_id"]);

  await op.createIndex("shop_stock_movement", "stock_movement_at", ["at"]);

  await op.createView(
    "shop_order_total",
    [
      'SELECT "o"."id" AS "order_id", "o"."group" AS "batch", SUM("l"."quantity") AS "pieces", SUM("l"."subtotal") AS "total"',
      '    FROM "shop_order" "o" JOIN "shop_order_line" "l" ON "l"."order_id" = "o"."id"',
      '    GROUP BY "o"."id"',
    ].join("\n"),
  );
}

export async function down(op: Operations): Promise<void> {
  await op.dropView(
    "shop_order_total",
    [
      'SELECT "o"."id" AS "order_id", "o"."group" AS "batch", SUM("l"."quantity") AS "pieces", SUM("l"."subtotal") AS "total"',
      '    FROM "shop_order" "o" JOIN "shop_order_line" "l" ON "l"."order_id" = "o"."id"',
      '    GROUP BY "o"."id"',
    ].join("\n"),
  );

  await op.dropIndex("shop_stock_movement", "stock_movement_at", ["at"]);

  await op.dropIndex("shop_order", "order_history", ["placed_at", "customer_id"]);

  await op.dropIndex("shop_customer", "customer_live", ["email"], {
    where: '"deleted_at" IS NULL AND "active" = 1',
  });

  await op.dropIndex("shop_content_page", "IDX_d0ceec0854b6e8a0c5b8e30537", ["slug"], { unique: true });

  await op.dropIndex("shop_audit_log", "IDX_bf8e0ad90bf7b6a93c7337db04", ["at"]);

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

  // Loses data: replaces the values of shop_variant.label by computed ones.
  await op.alterTable("shop_variant", (table) => [
    table.alterColumn(
      "label",
      {},
      { generated: { expression: '"sku" || \' · \' || "name"', stored: false } },
    ),
    table.alterColumn(
      "volume",
      { generated: { expression: '("dim_width" * "dim_height" * "dim_depth") / 1000', stored: false } },
      { generated: { expression: '("dim_width" * "dim_height" * "dim_depth") / 1000', stored: true } },
    ),
  ]);

  await op.alterTable("shop_tag", (table) => [
    table.alterColumn("name", { collation: "RTRIM" }, { collation: "NOCASE" }),
  ]);

  await op.alterTable("shop_stock_level", (table) => [
    table.dropForeignKey(["warehouse_code"], "shop_warehouse", ["code"], {
      name: "FK_53c2b4345549c83c3df63282965",
      onDelete: "RESTRICT",
    }),
    table.addForeignKey(["warehouse_code"], "shop_warehouse", ["code"], {
      name: "FK_53c2b4345549c83c3df63282965",
      onDelete: "RESTRICT",
      onUpdate: "CASCADE",
    }),
  ]);

  await op.alterTable("shop_shipment", (table) => [
    table.dropCheck('"weight" IS NULL OR "weight" > 0', { name: "ck_shop_shipment_7059f64b" }),
  ]);

  // May fail on rows that are there: no longer allows announced in shop_product.status.
  await op.alterTable("shop_product", (table) => [
    table.alterColumn(
      "status",
      { enumValues: ["draft", "announced", "active", "retired"] },
      { enumValues: ["draft", "active", "retired"] },
    ),
    table.alterColumn("description", { nullable: false }, { nullable: true }),
  ]);

  // May fail on rows that are there: adds a check to shop_price.
  await op.alterTable("shop_price", (table) => [
    table.dropCheck('"amount" > 0', { name: "price_not_negative" }),
    table.addCheck('"amount" >= 0', { name: "price_not_negative" }),
  ]);

  await op.alterTable("shop_payment", (table) => [
    table.alterColumn("amount", { type: "decimal(14,4)" }, { type: "decimal(12,2)" }),
  ]);

  // May fail on rows that are there: adds a check to shop_order_line.
  await op.alterTable("shop_order_line", (table) => [
    table.dropCheck('"quantity" > 0', { name: "ck_shop_order_line_900dc20a" }),
    table.alterColumn("discount", { default: "0" }, { default: "0.25" }),
    table.addCheck('"quantity" > 0', { name: "ck_shop_order_line_654a3045" }),
    table.renameColumn("quantity", "qty"),
  ]);

  // May fail on rows that are there: adds a foreign key to shop_order.
  await op.alterTable("shop_order", (table) => [
    table.alterColumn("placed_at", { type: "datetime(6)" }, { type: "datetime(3)" }),
    table.alterColumn(
      "status",
      { enumValues: ["new", "paid", "shipped", "cancelled", "returned"] },
      { enumValues: ["new", "on_hold", "paid", "shipped", "cancelled", "returned"] },
    ),
    table.addForeignKey(["sales_rep_id"], "shop_employee", ["id"], {
      name: "FK_f0fb315a58ec924dfda71f4131a",
      onDelete: "SET NULL",
    }),
  ]);

  await op.alterTable("shop_mail_template", (table) => [
    table.alterColumn("priority", {}, { default: "-1" }),
    table.alterColumn("layout", { default: "'shop::mail::v3'" }, { default: "'shop::mail::default'" }),
  ]);

  await op.alterTable("shop_employee", (table) => [
    table.alterColumn("shift_start", { default: "'08:00:00'" }, {}),
  ]);

  // May fail on rows that are there: no longer allows gold in shop_customer.tier.
  await op.alterTable("shop_customer", (table) => [
    table.alterColumn(
      "tier",
      { default: "'silver'", enumValues: ["basic", "silver", "gold"] },
      { default: "'basic'", enumValues: ["basic", "silver"] },
    ),
    table.addColumn("fax", "varchar(20)", { nullable: true }),
  ]);

  // May fail on rows that are there: adds a check to shop_coupon.
  await op.alterTable("shop_coupon", (table) => [
    table.addCheck('"valid_until" IS NULL OR "valid_until" > "valid_from"', { name: "coupon_period" }),
  ]);

  await op.alterTable("shop_country", (table) => [
    table.dropUnique(["name"], { name: "UQ_f51efb3d9cec86fd075738bec51" }),
  ]);

  await op.alterTable("shop_content_page", (table) => [
    table.dropForeignKey(["parent_id"], "shop_content_page", ["id"], {
      name: "FK_f712b53cc49d618674bb696e61e",
    }),
    table.addForeignKey(["parent_id"], "shop_content_page", ["id"], {
      name: "FK_f2c92297d779c19ad340141004b",
    }),
  ]);

  await op.alterTable("shop_cart_item", (table) => [
    table.dropForeignKey(["variant_id"], "shop_variant", ["id"], {
      name: "FK_620336f5c1be7a7a6671d3b969c",
      onDelete: "RESTRICT",
    }),
    table.addForeignKey(["variant_id"], "shop_variant", ["id"], {
      name: "FK_620336f5c1be7a7a6671d3b969c",
      onDelete: "CASCADE",
    }),
  ]);

  // Loses data: drops column shop_address.geo_lon.
  // Loses data: drops column shop_address.geo_lat.
  await op.alterTable("shop_address", (table) => [
    table.dropColumn("geo_lon", "double(9,6)", { nullable: true }),
    table.dropColumn("geo_lat", "double(9,6)", { nullable: true }),
  ]);

  // Loses data: drops table shop_return_case.
  await op.dropTable("shop_return_case", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("reason", "varchar(200)", { default: "'100% unused; see ''terms'''" }),
    table.column("order_id", "integer"),
    table.column("newest_message_id", "integer", { nullable: true }),
    table.primaryKey(["id"]),
    table.unique(["newest_message_id"], { name: "REL_850f6a88e317f3a6973b645413" }),
    table.foreignKey(["order_id"], "shop_order", ["id"], {
      name: "FK_292d523bddff138e0aa042286cb",
      onDelete: "CASCADE",
    }),
    table.foreignKey(["newest_message_id"], "shop_return_message", ["id"], {
      name: "FK_850f6a88e317f3a6973b6454134",
      onDelete: "SET NULL",
      deferrable: "INITIALLY DEFERRED",
    }),
  ]);

  // Loses data: drops table shop_return_message.
  await op.dropTable("shop_return_message", (table) => [
    table.column("id", "integer", { autoIncrement: true }),
    table.column("text", "text"),
    table.column("case_id", "integer"),
    table.primaryKey(["id"]),
    table.foreignKey(["case_id"], "shop_return_case", ["id"], {
      name: "FK_578388eafc1c2ec655a195c933d",
      onDelete: "CASCADE",
    }),
  ]);

  // Loses data: drops table shop_customer_profile.
  await op.dropTable("shop_customer_profile", (table) => [
    table.column("customer_id", "integer"),
    table.column("about", "varchar(280)", { default: "''" }),
    table.column("picture", "blob", { nullable: true }),
    table.primaryKey(["customer_id"]),
    table.foreignKey(["customer_id"], "shop_customer", ["id"], {
      name: "FK_125b2ccb987659aec88a5086409",
      onDelete: "CASCADE",
    }),
  ]);

  await op.createIndex("shop_newsletter_recipient", "IDX_c91e79cb5d38ccdc205486076b", ["customer_id"]);

  await op.createIndex("shop_newsletter_recipient", "IDX_802c12d9e200d38795e7ad2334", [
    "newsletter_issue_id",
  ]);

  await op.createIndex("shop_stock_movement", "movement_at", ["at"]);

  await op.createIndex("shop_order", "order_history", ["customer_id", "placed_at"]);

  await op.createIndex("shop_customer", "customer_live", ["email"], { where: '"deleted_at" IS NULL' });

  // May fail on rows that are there: adds a unique index to shop_content_page.
  await op.createIndex("shop_content_page", "IDX_b56c77c7cc16affd0801e8fba8", ["slug"], { unique: true });

  await op.createIndex("shop_address", "address_city", ["city"]);

  await op.renameTable("shop_content_page", "shop_page");

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
