//! The finishes a product is sold in, the usual one first.
//!
//! A finish changes the picture and the `variant` of an event, never the price. The usual
//! finish's picture is the product's own (`/shop/img/ID.svg`), each other one has the finish
//! in its name (`/shop/img/ID--FINISH.svg`). `art/draw.mjs` draws one picture for each line.

const finish = (id, zh, en, hex) => ({ id, name: { 'zh-CN': zh, en }, hex });

const FINISHES = {
  'p-novera-12': [finish('frost', '霜白', 'Frost', '#e4e8ec'), finish('tide', '潮汐蓝', 'Tide', '#7d9fbd'), finish('ink', '墨黑', 'Ink', '#2c2f36')],
  'p-novera-12-pro': [finish('ink', '墨黑', 'Ink', '#30323a'), finish('dune', '沙丘金', 'Dune', '#cbb396')],
  'p-novera-12-endure': [finish('moss', '苔原绿', 'Moss', '#5f7a68'), finish('graphite', '石墨', 'Graphite', '#4a4e55'), finish('amber', '琥珀', 'Amber', '#d08a4a')],
  'p-kestra-k5': [finish('sky', '晴空蓝', 'Sky', '#a8c4e0'), finish('night', '夜幕', 'Night', '#262b3a')],
  'p-kestra-k5-ultra': [finish('titanium', '钛原色', 'Titanium', '#a39d94'), finish('obsidian', '曜石黑', 'Obsidian', '#25262a')],
  'p-kestra-flip': [finish('rose', '玫瑰', 'Rose', '#d9a7a4'), finish('lilac', '丁香', 'Lilac', '#b3a6cf')],
  'p-mossa-m3': [finish('sage', '鼠尾草', 'Sage', '#a9b8a0')],
  'p-mossa-m3-lite': [finish('linen', '亚麻', 'Linen', '#ded5c6'), finish('ocean', '远洋', 'Ocean', '#3f6487')],
  'p-auren-buds': [finish('pearl', '珍珠白', 'Pearl', '#efeeea'), finish('slate', '板岩', 'Slate', '#4b5058')],
  'p-auren-buds-air': [finish('sand', '流沙', 'Sand', '#dccbb5'), finish('mint', '薄荷', 'Mint', '#b5d3c5')],
  'p-auren-one': [finish('coal', '炭黑', 'Coal', '#33343a'), finish('oat', '燕麦', 'Oat', '#d8cdbd')],
  'p-terno-open': [finish('iris', '鸢尾', 'Iris', '#6b6ea8')],
  'p-terno-sport': [finish('ember', '余烬', 'Ember', '#d3603f')],
  'p-haldene-field': [finish('olive', '橄榄', 'Olive', '#6d7356'), finish('chalk', '白垩', 'Chalk', '#d9d6cd')],
  'p-haldene-dive': [finish('navy', '海军蓝', 'Navy', '#27415f')],
  'p-kestra-band': [finish('black', '黑', 'Black', '#2b2c30'), finish('coral', '珊瑚', 'Coral', '#e08a78')],
  'p-novera-pad': [finish('silver', '银', 'Silver', '#c9ced4')],
  'p-novera-pad-pro': [finish('graphite', '石墨', 'Graphite', '#4d5158')],
  'p-mossa-pad-mini': [finish('mint', '薄荷', 'Mint', '#aecbbd')],
  'p-novera-air-13': [finish('champagne', '香槟', 'Champagne', '#d6c6b0'), finish('silver', '银', 'Silver', '#c8cdd3')],
  'p-kestra-book-14': [finish('silver', '银', 'Silver', '#c3c8cf')],
  'p-kestra-book-16-pro': [finish('black', '深空黑', 'Space black', '#35373c')],
  'p-voltiq-65': [finish('white', '白', 'White', '#eeedea')],
  'p-voltiq-20k': [finish('black', '黑', 'Black', '#34363b')],
  'p-voltiq-mag': [finish('white', '白', 'White', '#ececea'), finish('blue', '雾蓝', 'Haze blue', '#93abc4')],
  'p-voltiq-dock': [finish('graphite', '石墨', 'Graphite', '#50545b')],
  'p-koralle-novera-12': [finish('terracotta', '赤陶', 'Terracotta', '#c4694b'), finish('navy', '深海', 'Deep sea', '#2f4a66'), finish('lilac', '丁香', 'Lilac', '#b7aacb')],
  'p-koralle-k5-ultra': [finish('cognac', '干邑棕', 'Cognac', '#8a5534')],
  'p-koralle-sleeve': [finish('oat', '燕麦', 'Oat', '#c9bfae'), finish('charcoal', '炭灰', 'Charcoal', '#56585c')],
  'p-terno-mini': [finish('coral', '珊瑚', 'Coral', '#dd6f5b'), finish('teal', '青碧', 'Teal', '#2f7f80')],
  'p-auren-room': [finish('oat', '燕麦', 'Oat', '#cdc3b3')],
  'p-auren-stage': [finish('black', '黑', 'Black', '#2e3035')],
};

/** Every finish of a product, the usual one first. */
export const finishesOf = (productId) => FINISHES[productId] ?? [];

/** The finish with that id, or the usual one. */
export const finishOf = (productId, finishId) => {
  const all = finishesOf(productId);
  return all.find((one) => one.id === finishId) ?? all[0] ?? null;
};

/** The address of a product's picture in one finish. */
export const pictureOf = (productId, finishId) => {
  const usual = finishesOf(productId)[0];
  return !finishId || usual?.id === finishId ? `/shop/img/${productId}.svg` : `/shop/img/${productId}--${finishId}.svg`;
};
