//! Properties of products by what shoppers call them: 「续航」 is the battery, and more of it is better.

use alloc::{format, string::String};

use serde_json::Value;

use super::Better;
use crate::text::Locale;

/// A property that shops measure alike.
#[derive(Debug)]
pub struct Property {
    /// As the catalog has it, with its unit.
    pub name: &'static str,
    zh: &'static str,
    en: &'static str,
    // In Chinese and in English where they differ, with a bar between.
    unit: &'static str,
    /// Which way it is better, where there is one.
    pub better: Option<Better>,
    /// The concept that it belongs to, by which shoppers ask for it.
    pub concept: &'static str,
}

const fn property(
    name: &'static str,
    (zh, en, unit): (&'static str, &'static str, &'static str),
    better: Option<Better>,
    concept: &'static str,
) -> Property {
    Property { name, zh, en, unit, better, concept }
}

const MORE: Option<Better> = Some(Better::Higher);
const LESS: Option<Better> = Some(Better::Lower);

/// In the order in which they are told.
const PROPERTIES: [Property; 16] = [
    property("battery_hours", ("续航", "Battery life", "小时|h"), MORE, "battery"),
    property("battery_days", ("续航", "Battery life", "天|days"), MORE, "battery"),
    property("battery_mah", ("电池容量", "Battery", "mAh"), MORE, "battery"),
    property("battery_wh", ("电池容量", "Battery", "Wh"), MORE, "battery"),
    property("charge_w", ("充电功率", "Charging", "W"), MORE, "charging"),
    property("screen_in", ("屏幕", "Screen", "英寸|in"), None, "screen"),
    property("refresh_hz", ("刷新率", "Refresh rate", "Hz"), MORE, "screen"),
    property("camera_mp", ("主摄", "Main camera", "MP"), MORE, "camera"),
    property("storage_gb", ("存储", "Storage", "GB"), MORE, "storage"),
    property("ram_gb", ("内存", "Memory", "GB"), MORE, "storage"),
    property("weight_g", ("重量", "Weight", "g"), LESS, "weight"),
    property("ip_rating", ("防尘防水", "Ingress protection", ""), None, ""),
    property("bluetooth", ("蓝牙", "Bluetooth", ""), None, ""),
    property("output_w", ("输出功率", "Output", "W"), MORE, ""),
    property("ports", ("接口数", "Ports", ""), MORE, ""),
    property("volume_ml", ("容量", "Volume", "ml"), None, ""),
];

impl Property {
    /// Those that are known, in the order in which they are told.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        PROPERTIES.iter()
    }

    /// What it is called.
    #[must_use]
    pub const fn label(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::ZhCn => self.zh,
            Locale::En => self.en,
        }
    }

    /// A value of it as people read it: `4300 mAh`, `22 小时`.
    #[must_use]
    pub fn say(&self, value: &Value, locale: Locale) -> String {
        let value = value.as_str().map_or_else(|| format!("{value}"), String::from);
        let (zh, en) = self.unit.split_once('|').unwrap_or((self.unit, self.unit));
        let unit = match locale {
            Locale::ZhCn => zh,
            Locale::En => en,
        };
        if unit.is_empty() { value } else { format!("{value} {unit}") }
    }
}
