//! Specifications in words: labels, units, and the few numbers worth showing large.

import { number, say } from './language.js';

const yes = (value) => (value ? say('支持', 'Yes') : say('不支持', 'No'));

/** Each attribute of the catalog: Chinese label, English label, and how the value reads. */
const LABELS = {
  screen_in: ['屏幕', 'Display', (value) => `${value}″`],
  battery_mah: ['电池容量', 'Battery', (value) => `${number(value)} mAh`],
  battery_wh: ['电池容量', 'Battery', (value) => `${value} Wh`],
  battery_hours: ['续航', 'Battery life', (value) => say(`${value} 小时`, `${value} h`)],
  battery_case_hours: ['含充电盒续航', 'With case', (value) => say(`${value} 小时`, `${value} h`)],
  battery_days: ['续航', 'Battery life', (value) => say(`${value} 天`, `${value} days`)],
  charge_w: ['快充', 'Charging', (value) => `${value} W`],
  storage_gb: ['存储', 'Storage', (value) => (value >= 1024 ? `${value / 1024} TB` : `${value} GB`)],
  ram_gb: ['内存', 'Memory', (value) => `${value} GB`],
  camera_mp: ['主摄', 'Main camera', (value) => say(`${value / 100 >= 1 ? `${value / 100} 亿` : `${number(value * 100)} 万`}像素`, `${value} MP`)],
  refresh_hz: ['刷新率', 'Refresh rate', (value) => `${value} Hz`],
  weight_g: ['重量', 'Weight', (value) => (value >= 1000 ? `${value / 1000} kg` : `${value} g`)],
  ip_rating: ['防尘防水', 'Protection', String],
  driver_mm: ['发声单元', 'Driver', (value) => `${value} mm`],
  noise_cancel_db: ['主动降噪', 'Noise cancelling', (value) => (value > 0 ? `${value} dB` : say('无', 'None'))],
  bluetooth: ['蓝牙', 'Bluetooth', String],
  hi_res: ['高解析音频', 'Hi-res audio', yes],
  water_m: ['防水', 'Water resistance', (value) => say(`${value} 米`, `${value} m`)],
  gps: ['卫星定位', 'GPS', yes],
  case_mm: ['表径', 'Case', (value) => `${value} mm`],
  output_w: ['输出功率', 'Output', (value) => `${value} W`],
  wireless_w: ['无线充电', 'Wireless', (value) => `${value} W`],
  ports: ['接口数', 'Ports', (value) => say(`${value} 个接口`, `${value} ${value === 1 ? 'port' : 'ports'}`)],
  cable: ['附送线缆', 'Cable included', yes],
  flight_safe: ['可带上飞机', 'Allowed on board', yes],
  magnetic: ['磁吸', 'Magnetic', yes],
  drop_m: ['防摔', 'Drop protection', (value) => say(`${value} 米`, `${value} m`)],
  fits: ['适用', 'Fits', String],
  wifi: ['Wi-Fi', 'Wi-Fi', (value) => `Wi-Fi ${value}`],
  channels: ['声道', 'Channels', String],
};

/** What a category's card and product page put first. */
const FIRST = {
  phone: ['battery_mah', 'screen_in', 'camera_mp', 'charge_w'],
  earphones: ['battery_hours', 'noise_cancel_db', 'weight_g', 'driver_mm'],
  watch: ['battery_days', 'water_m', 'weight_g', 'screen_in'],
  tablet: ['screen_in', 'battery_mah', 'storage_gb', 'weight_g'],
  laptop: ['screen_in', 'ram_gb', 'battery_hours', 'weight_g'],
  power: ['output_w', 'battery_mah', 'ports', 'weight_g'],
  case: ['drop_m', 'weight_g', 'fits'],
  speaker: ['output_w', 'battery_hours', 'channels', 'wifi', 'weight_g'],
};

/** One attribute as `{ label, value }`. */
const read = (key, value) => {
  const [chinese, english, format] = LABELS[key] ?? [key, key, String];
  return { label: say(chinese, english), value: format(value) };
};

/** Every specification, in the catalog's order. */
export const specsOf = (product) => Object.entries(product.attributes).map(([key, value]) => read(key, value));

/** The first `most` specifications that matter for the category. */
export const keySpecsOf = (product, most) =>
  (FIRST[product.category.id] ?? []).filter((key) => product.attributes[key] !== undefined && product.attributes[key] !== 0).slice(0, most).map((key) => read(key, product.attributes[key]));
