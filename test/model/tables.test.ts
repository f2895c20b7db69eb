import {
  ChildEntity,
  Column,
  DataSource,
  DefaultNamingStrategy,
  Entity,
  EntitySchema,
  type EntitySchemaColumnOptions,
  Exclusion,
  Index,
  JoinColumn,
  JoinTable,
  ManyToMany,
  ManyToOne,
  OneToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Table as TypeOrmTable,
  TableInheritance,
  Tree,
  TreeChildren,
  TreeParent,
  Unique,
} from "typeorm";
import { describe, expect, test } from "vitest";
import { buildMetadata } from "../../src/config/entity-metadata.js";
import { sqlite } from "../../src/dialect/sqlite/index.js";
import { readModel } from "../../src/model/read-model.js";
import { displayName } from "../../src/schema/name.js";
import type { Schema, Table } from "../../src/schema/schema.js";
import { readPostgres } from "./read-postgres.js";

const typeorm1 = process.env["TYPEORM"] === "1";
const id: EntitySchemaColumnOptions = { type: "int", primary: true };

function tableOf(schema: Schema, name: string): Table | undefined {
  return schema.tables.find((table) => displayName(table) === name);
}

function namesOf({ tables }: Schema): string[] {
  return tables.map(displayName);
}

describe("names", () => {
  const entities = [
    new EntitySchema({ name: "plain", columns: { id } }),
    new EntitySchema({ name: "own", schema: "public", columns: { id } }),
    new EntitySchema({ name: "other", schema: "billing", columns: { id } }),
    new EntitySchema({ name: "dotted", tableName: "shop.order", columns: { id } }),
  ];

  test("a schema is named where it is not the default one", async () => {
    const { schema } = await readPostgres(entities);
    expect(namesOf(schema)).toEqual(["billing.other", "own", "plain", "shop.order"]);
    expect(schema.schemas).toEqual(["billing", "shop"]);
  });

  test("the schema of the data source is that of each entity without one", async () => {
    const { schema } = await readPostgres(entities.slice(0, 3), { schema: "sales" });
    expect(namesOf(schema)).toEqual(["billing.other", "own", "sales.plain"]);
    expect(schema.schemas).toEqual(["billing", "sales"]);
  });

  test("a data source may name the default schema", async () => {
    expect(namesOf((await readPostgres(entities.slice(0, 1), { schema: "public" })).schema)).toEqual([
      "plain",
    ]);
  });

  test("a prefix and a naming strategy count", async () => {
    class Strategy extends DefaultNamingStrategy {
      override columnName(property: string): string {
        return property.toUpperCase();
      }
      override primaryKeyName(table: TypeOrmTable | string, columns: string[]): string {
        return `pk ${typeof table === "string" ? table : table.name} ${columns.join()}`;
      }
    }
    const { schema } = await readPostgres(entities, { entityPrefix: "app_", namingStrategy: new Strategy() });
    expect(namesOf(schema)).toContain("billing.app_other");
    expect(tableOf(schema, "billing.app_other")?.primaryKey).toEqual({
      name: "pk billing.app_other ID",
      columns: ["ID"],
    });
  });

  test("two schemas have tables of one name", async () => {
    const [one, two] = ["a", "b"].map(
      (schema) =>
        new EntitySchema({
          name: `Item${schema}`,
          tableName: "item",
          schema,
          columns: { id, tier: { type: "enum", enum: [schema] } },
        }),
    );
    const { schema } = await readPostgres([one ?? "", two ?? ""]);
    expect(namesOf(schema)).toEqual(["a.item", "b.item"]);
    expect(schema.enums).toEqual([
      { schema: "a", name: "item_tier_enum", values: ["a"] },
      { schema: "b", name: "item_tier_enum", values: ["b"] },
    ]);
    expect(schema.tables.map((table) => table.columns[1]?.type)).toEqual([
      "a.item_tier_enum",
      "b.item_tier_enum",
    ]);
  });

  test("a database is read past, as TypeORM does", async () => {
    const { schema } = await readPostgres([
      new EntitySchema({ name: "item", database: "other", columns: { id } }),
    ]);
    expect(namesOf(schema)).toEqual(["item"]);
  });

  test("SQLite has no schemas, and other databases are not ours", async () => {
    const read = async (options: object): Promise<Schema> => {
      const entity = new EntitySchema({ name: "item", columns: { id }, ...options });
      const dataSource = new DataSource({
        type: "better-sqlite3",
        database: "/tmp/none.sqlite",
        entities: [entity],
      });
      await buildMetadata(dataSource);
      return readModel(dataSource, sqlite).schema;
    };
    const schema = await read({ schema: "billing" });
    expect(namesOf(schema)).toEqual(["item"]);
    expect(schema.schemas).toEqual([]);
    expect(schema.tables[0]?.primaryKey).toEqual({ columns: ["id"] });
    await expect(read({ database: "other" })).rejects.toThrow(
      expect.objectContaining({ code: "E_OTHER_DATABASE" }),
    );
  });
});

class Room {
  id?: number;
}
PrimaryGeneratedColumn("identity", { generatedIdentity: "ALWAYS", primaryKeyConstraintName: "room_key" })(
  Room.prototype,
  "id",
);
Column({ type: "varchar", length: 20 })(Room.prototype, "code");
Column({ type: "geometry", spatialFeatureType: "Point", srid: 4326 })(Room.prototype, "place");
Unique("room_code", ["code"], { deferrable: "INITIALLY DEFERRED" })(Room);
Index("room_place", ["place"], { spatial: true })(Room);
Index("room_code_open", ["code"], { where: " code <> '' ", unique: true, concurrent: true })(Room);
Index("room_order", (room: { code: number }) => ({ [room.code]: -1 }))(Room);
Index("room_words", { synchronize: false })(Room);
Entity({ schema: "hotel", comment: "Where guests sleep" })(Room);

class Booking {
  id?: number;
}
PrimaryGeneratedColumn("identity")(Booking.prototype, "id");
ManyToOne(() => Room, { onDelete: "CASCADE", onUpdate: "RESTRICT", deferrable: "INITIALLY IMMEDIATE" })(
  Booking.prototype,
  "room",
);
JoinColumn({ foreignKeyConstraintName: "booking_room" })(Booking.prototype, "room");
OneToOne(() => Booking, { nullable: true, onDelete: "NO ACTION" })(Booking.prototype, "next");
JoinColumn()(Booking.prototype, "next");
Column({ type: "tstzrange" })(Booking.prototype, "during");
Exclusion("booking_apart", ' USING gist ("roomId" WITH =, during WITH &&) ')(Booking);
Entity()(Booking);

describe("parts of a table", () => {
  test("each of them", async () => {
    const { schema, unmanagedIndexes, concurrentIndexes } = await readPostgres([Room, Booking]);
    expect(tableOf(schema, "hotel.room")).toEqual({
      schema: "hotel",
      name: "room",
      columns: [
        { name: "id", type: "integer", nullable: false, identity: "ALWAYS" },
        { name: "code", type: "varchar(20)", nullable: false },
        { name: "place", type: "geometry(Point,4326)", nullable: false },
      ],
      primaryKey: { name: "room_key", columns: ["id"] },
      uniques: [{ name: "room_code", columns: ["code"], deferrable: "INITIALLY DEFERRED" }],
      foreignKeys: [],
      checks: [],
      indexes: [
        { name: "room_code_open", elements: [{ column: "code" }], unique: true, where: "code <> ''" },
        { name: "room_order", elements: [{ column: "code" }] },
        { name: "room_place", elements: [{ column: "place" }], method: "gist" },
      ],
      triggers: [],
      options: { comment: "Where guests sleep" },
    });
    expect(unmanagedIndexes).toEqual(["room_words"]);
    expect(concurrentIndexes).toEqual(["room_code_open"]);
    expect(tableOf(schema, "booking")).toMatchObject({
      primaryKey: { name: "PK_49171efc69702ed84c812f33540", columns: ["id"] },
      columns: [
        { name: "id", identity: "BY DEFAULT" },
        { name: "during" },
        { name: "roomId" },
        { name: "nextId" },
      ],
      uniques: [{ name: expect.stringMatching(/^REL_/), columns: ["nextId"] }],
      exclusions: [{ name: "booking_apart", definition: 'USING gist ("roomId" WITH =, during WITH &&)' }],
      foreignKeys: [
        { references: { name: "booking" }, columns: ["nextId"] },
        {
          name: "booking_room",
          columns: ["roomId"],
          references: { schema: "hotel", name: "room" },
          referencedColumns: ["id"],
          onDelete: "CASCADE",
          onUpdate: "RESTRICT",
          deferrable: "INITIALLY IMMEDIATE",
        },
      ],
    });
    expect(tableOf(schema, "booking")?.foreignKeys[0]).not.toHaveProperty("onDelete");
    expect(schema.extensions).toEqual([{ name: "btree_gist" }, { name: "postgis" }]);
  });

  test.skipIf(!typeorm1)("what TypeORM says from 1.0 on", async () => {
    const item = new EntitySchema({
      name: "item",
      columns: { id, words: { type: "tsvector" } },
      exclusions: [
        Object.assign(
          { name: "x", expression: "USING gist (id WITH =)" },
          { deferrable: "INITIALLY DEFERRED" },
        ),
      ],
    });
    class Word {
      id?: number;
    }
    PrimaryColumn({ type: "int" })(Word.prototype, "id");
    Column({ type: "tsvector" })(Word.prototype, "words");
    const [gin, btree] = [
      { unique: false, type: "gin" },
      { unique: false, type: "btree" },
    ];
    Index("word_words", ["words"], gin)(Word);
    Index("word_id", ["id"], btree)(Word);
    Entity()(Word);
    const { schema } = await readPostgres([item, Word]);
    expect(tableOf(schema, "item")?.exclusions).toEqual([
      { name: "x", definition: "USING gist (id WITH =)", deferrable: "INITIALLY DEFERRED" },
    ]);
    expect(tableOf(schema, "word")?.indexes).toEqual([
      { name: "word_id", elements: [{ column: "id" }] },
      { name: "word_words", elements: [{ column: "words" }], method: "gin" },
    ]);
  });
});

describe("tables that no entity stands for alone", () => {
  test("a junction in the schema of its owner, or in its own", async () => {
    class Tag {
      id?: number;
    }
    PrimaryColumn({ type: "enum", enum: ["a"], enumName: "tag_key" })(Tag.prototype, "key");
    Entity({ schema: "words" })(Tag);
    class Post {
      id?: number;
    }
    PrimaryGeneratedColumn()(Post.prototype, "id");
    ManyToMany(() => Tag)(Post.prototype, "tags");
    JoinTable()(Post.prototype, "tags");
    ManyToMany(() => Tag)(Post.prototype, "others");
    JoinTable({ name: "post_other", schema: "links" })(Post.prototype, "others");
    Entity({ schema: "blog" })(Post);
    const { schema } = await readPostgres([Tag, Post]);
    expect(namesOf(schema)).toEqual(["blog.post", "blog.post_tags_tag", "links.post_other", "words.tag"]);
    const junction = tableOf(schema, "links.post_other");
    expect(junction?.columns).toEqual([
      { name: "postId", type: "integer", nullable: false },
      { name: "tagKey", type: "links.tag_key", nullable: false },
    ]);
    expect(junction?.foreignKeys.map(({ references }) => displayName(references)).toSorted()).toEqual([
      "blog.post",
      "words.tag",
    ]);
    expect(schema.schemas).toEqual(["blog", "links", "words"]);
  });

  test("a closure in a schema of its own", async () => {
    class Category {
      id?: number;
    }
    PrimaryGeneratedColumn()(Category.prototype, "id");
    TreeChildren()(Category.prototype, "children");
    TreeParent()(Category.prototype, "parent");
    Reflect.defineMetadata("design:type", Category, Category.prototype, "parent");
    Tree("closure-table", { closureTableName: "kin", closureTableSchema: "trees" })(Category);
    Entity()(Category);
    const { schema } = await readPostgres([Category]);
    expect(namesOf(schema)).toEqual(["category", "trees.kin_closure"]);
    expect(tableOf(schema, "trees.kin_closure")?.primaryKey?.columns).toEqual([
      "id_ancestor",
      "id_descendant",
    ]);
  });

  test("children in the table of their parent", async () => {
    class Person {
      id?: number;
    }
    PrimaryGeneratedColumn()(Person.prototype, "id");
    TableInheritance({ column: { type: "varchar", name: "kind" } })(Person);
    Entity({ schema: "staff" })(Person);
    class Driver extends Person {
      License?: string;
    }
    Column({ type: "enum", enum: ["b", "c"] })(Driver.prototype, "License");
    ChildEntity()(Driver);
    const { schema } = await readPostgres([Person, Driver]);
    expect(namesOf(schema)).toEqual(["staff.person"]);
    expect(schema.enums).toEqual([{ schema: "staff", name: "person_license_enum", values: ["b", "c"] }]);
    expect(schema.tables[0]?.columns.find(({ name }) => name === "License")).toEqual({
      name: "License",
      type: "staff.person_license_enum",
      nullable: true,
    });
  });
});

describe("several entities on one table", () => {
  function entity(name: string, options: object): EntitySchema {
    return new EntitySchema({ name, tableName: "item", columns: { id }, ...options });
  }

  test("want the union of what they map", async () => {
    const { schema } = await readPostgres([
      entity("One", { exclusions: [{ name: "x", expression: "USING gist (id WITH =)" }] }),
      entity("Two", {
        columns: { id, note: { type: "text" } },
        exclusions: [
          { name: "x", expression: "USING gist (id WITH =)" },
          { name: "y", expression: "USING gist (note WITH =)" },
        ],
      }),
    ]);
    expect(namesOf(schema)).toEqual(["item"]);
    expect(schema.tables[0]?.columns.map(({ name }) => name)).toEqual(["id", "note"]);
    expect(schema.tables[0]?.exclusions?.map(({ name }) => name)).toEqual(["x", "y"]);
  });

  test("must not have different comments", async () => {
    const [one, two] = ["A", "B"].map((comment) => {
      class Item {
        id?: number;
      }
      PrimaryColumn({ type: "int" })(Item.prototype, "id");
      Entity("item", { comment })(Item);
      return Item;
    });
    await expect(readPostgres([one ?? "", two ?? ""])).rejects.toThrow(
      expect.objectContaining({
        code: "E_TABLE_MAPPED_TWICE",
        message: expect.stringContaining("different comments"),
      }),
    );
  });

  test("of which one is not managed, are what the other says", async () => {
    const model = await readPostgres([entity("One", {}), entity("Two", { synchronize: false })]);
    expect(namesOf(model.schema)).toEqual(["item"]);
    expect(model.unmanaged).toEqual([]);
  });
});

test("names are cut as the database cuts them", async () => {
  const long = "l".repeat(70);
  class Long {
    id?: number;
  }
  PrimaryColumn({ type: "int" })(Long.prototype, "id");
  Column({ type: "enum", enum: ["a"] })(Long.prototype, "tier");
  Column({ type: "enum", enumName: `e${long}` })(Long.prototype, "other");
  Index(`a${long}`, { synchronize: false })(Long);
  Index(`b${long}`, ["id"], { concurrent: true })(Long);
  Entity(long)(Long);
  const hidden = new EntitySchema({ name: `h${long}`, columns: { id }, synchronize: false });
  const model = await readPostgres([Long, hidden]);
  const cut = "l".repeat(63);
  expect(namesOf(model.schema)).toEqual([cut]);
  expect(model.schema.enums.map(({ name }) => name)).toEqual([cut]);
  expect(model.schema.tables[0]?.indexes.map(({ name }) => name)).toEqual(model.concurrentIndexes);
  expect(model.concurrentIndexes).toEqual([`b${cut.slice(1)}`]);
  expect(model.unmanagedIndexes).toEqual([`a${cut.slice(1)}`]);
  expect(model.unmanagedEnums).toEqual([{ name: `e${cut.slice(1)}` }]);
  expect(model.unmanaged).toEqual([{ name: `h${cut.slice(1)}` }]);
});

test("what is not managed is named, with its schema", async () => {
  const hidden = new EntitySchema({
    name: "hidden",
    schema: "audit",
    synchronize: false,
    columns: { id },
    indices: [{ name: "hidden_words", synchronize: false }],
  });
  const owner = new EntitySchema<{ id: number; hidden: unknown }>({
    name: "owner",
    columns: { id },
    relations: { hidden: { type: "many-to-one", target: "hidden" } },
  });
  const model = await readPostgres([hidden, owner]);
  expect(namesOf(model.schema)).toEqual(["owner"]);
  expect(model.unmanaged).toEqual([{ schema: "audit", name: "hidden" }]);
  expect(model.unmanagedIndexes).toEqual(["hidden_words"]);
  expect(model.schema.schemas).toEqual([]);
  expect(model.schema.tables[0]?.foreignKeys[0]?.references).toEqual({ schema: "audit", name: "hidden" });
});
