import { expect, it } from "vitest";
import { mask } from "../../src/cli/text/mask.js";

it.each([
  ["postgres://shop:s3cret@db:5432/shop", "postgres://shop:***@db:5432/shop"],
  ["cannot reach mysql://a:p@ss:w/o?rd@db.", "cannot reach mysql://a:***@db."],
  ["redis://:s3cret@cache", "redis://:***@cache"],
  ['url "postgres://a:b@c" and "postgres://d:e@f"', 'url "postgres://a:***@c" and "postgres://d:***@f"'],
  ["host=db password=s3cret dbname=shop", "host=db password=*** dbname=shop"],
  ["Server=db;Pwd='a b';Database=shop", "Server=db;Pwd=***;Database=shop"],
  ["postgres://db/shop?user=a&password=s3cret&ssl=1", "postgres://db/shop?user=a&password=***&ssl=1"],
  ['{"user":"a","password":"a\\"b"}', '{"user":"a","password":"***"}'],
  ["{ user: 'a', password: 'it\\'s' }", "{ user: 'a', password: '***' }"],
])("masks the password in %s", (text, masked) => {
  expect(mask(text)).toBe(masked);
});

it.each([
  "postgres://db:5432/shop",
  "see https://orkhan.gitbook.io/typeorm/docs",
  "~ column user.password: type varchar(64) → varchar(120)",
  "+ column user.password varchar",
  "file:///srv/shop/migrations/a.ts:12:5",
])("leaves %s as it is", (text) => {
  expect(mask(text)).toBe(text);
});
