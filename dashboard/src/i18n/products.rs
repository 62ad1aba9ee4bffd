//! Words of what the shop sells: the products, and the feeds they come from.

use super::texts;

texts! {
    HINT: "推荐、对比和报价都只用这里的商品、价格和库存。", "Recommendations and prices come from these products only.";
    IMPORT: "导入商品", "Import products";
    SEARCH_HINT: "按名称、编号、货号、品牌或分类搜索", "Search by name, id, SKU, brand or category";
    SHOW: "显示哪些商品", "Which products";
    EVERY: "全部", "All";
    IN_STOCK: "有货", "In stock";
    SOLD_OUT: "无货", "Sold out";
    EMPTY: "还没有商品", "No products yet";
    EMPTY_HINT: "导入表格、Shopify 或 Google Merchant 的商品文件；没有商品，就没有推荐。", "Import a table, or a file of Shopify's or Google Merchant's. Without products nothing is recommended.";
    COUNT: "显示 {n} / {of} 件", "{n} of {of} products";
    MORE: "再显示 {n} 件", "Show {n} more";
    PRODUCT: "商品", "Product";
    CATEGORY: "分类", "Category";
    PRICE: "价格", "Price";
    STOCK: "库存", "Stock";
    ATTRIBUTES: "属性", "Properties";
    NONE_LEFT: "无货", "Sold out";

    FEED: "从文件导入", "Import from a file";
    FEED_HINT: "CSV（逗号、分号或制表符）、JSON、Shopify 商品 JSON、Google Merchant（RSS 或 Atom）。先检查，确认后才会改动。", "CSV (commas, semicolons or tabs), JSON, Shopify product JSON, Google Merchant (RSS or Atom). It is checked first; nothing changes until you say so.";
    FILE: "商品文件", "File of products";
    FILE_CHOOSE: "点这里选择文件，或把文件拖进来", "Choose a file, or drop it here";
    FILE_MOST: "最大 8 MB", "8 MB at most";
    FORMAT: "格式", "Form";
    FORMAT_AUTO: "自动识别", "By itself";
    LANGUAGE: "没有注明语言的文字", "Words without a language";
    ZH: "中文", "Chinese";
    EN: "英文", "English";
    CURRENCY: "没有注明币种的价格", "Prices without a currency";
    CURRENCY_HINT: "三个大写字母，例如 CNY。", "Three capital letters, such as CNY.";
    MODE: "文件里没有的商品", "Products that are not in it";
    MODE_UPDATE: "保留", "Stay";
    MODE_REPLACE: "移除", "Go";
    CHECKING: "正在检查 {name}…", "Checking {name}…";
    IMPORTING: "正在导入…", "Importing…";
    UNREADABLE: "这个文件读不出来", "This file cannot be read";
    TOO_LARGE: "{name} 有 {n} MB，最大 8 MB", "{name} has {n} MB; 8 MB at most";
    NEW: "新增", "New";
    CHANGED: "有变化", "Changed";
    UNCHANGED: "不变", "Unchanged";
    GONE: "移除", "Gone";
    REFUSED: "读不出的行", "Refused rows";
    REFUSED_HINT: "其余的行照常导入；改好这些行再导入一次即可。", "The others are imported all the same. Mend these and import them again.";
    REFUSED_MORE: "只列出前 {n} 行", "The first {n} only";
    ROW: "行", "Row";
    FIELD: "字段", "Field";
    VALUE: "内容", "Value";
    WHY: "原因", "Why";
    IGNORED: "没有用到的列：{names}", "Columns that mean nothing here: {names}";
    SAMPLE: "导入后是这样", "How they will look";
    GONE_NAMES: "将移除：{names}", "To go: {names}";
    NOTHING: "这个文件不改变任何商品。", "This file changes no product.";
    APPLY: "导入 {n} 件商品", "Import {n} products";
    APPLY_AND_REMOVE: "导入 {n} 件，移除 {gone} 件", "Import {n}, remove {gone}";
    CANCEL: "取消", "Cancel";
    DONE: "已导入：新增 {added}，变化 {changed}，移除 {removed}", "Imported: {added} new, {changed} changed, {removed} gone";

    WHY_MISSING: "缺少，而商品是新的", "missing, and the product is new";
    WHY_PRICE: "不是价格，例如 2999.00 或 15.00 USD", "not a price such as 2999.00 or 15.00 USD";
    WHY_PRICE_BOUND: "超出范围", "out of bounds";
    WHY_COUNT: "不是 0 起的整数", "not a whole number from 0";
    WHY_ADDRESS: "不是网址（https://、http:// 或店铺内的相对地址，最长 2048 字节）", "not an address of the web (https://, http:// or relative to the shop, at most 2,048 bytes)";
    WHY_ID: "编号为空、过长或有不允许的字符", "id is empty, too long or has a character that is not allowed";
    WHY_STOCK_WORD: "不是 in_stock、out_of_stock、preorder 或 backorder", "not in_stock, out_of_stock, preorder or backorder";
    WHY_LONG: "太长或太多", "too long, or too many";
    WHY_CURRENCY: "不是三个大写字母的币种", "not a currency of three capital letters";
}
