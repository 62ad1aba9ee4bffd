//! What a sentence is about, in the words of the catalog: 「续航」 is the battery.
//!
//! A short, hand-kept list that maps what shoppers say to the measured attributes of
//! products. It runs where the text is, and only the names of concepts leave.

use alloc::{string::String, vec::Vec};

/// One concept with the words people use for it, lower case.
struct Concept {
    name: &'static str,
    words: &'static [&'static str],
}

const CONCEPTS: &[Concept] = &[
    Concept {
        name: "battery",
        words: &[
            "续航",
            "續航",
            "电池",
            "電池",
            "电量",
            "電量",
            "耐用多久",
            "用多久",
            "待机",
            "充一次电",
            "xuhang",
            "battery",
            "mah",
            "last all day",
            "run time",
            "standby",
        ],
    },
    Concept {
        name: "camera",
        words: &["拍照", "相机", "摄像", "像素", "夜景", "camera", "photo", "megapixel"],
    },
    Concept {
        name: "screen",
        words: &["屏幕", "屏", "刷新率", "尺寸", "screen", "display", "refresh rate"],
    },
    Concept {
        name: "weight",
        words: &[
            "重量",
            "多重",
            "轻便",
            "太重",
            "更轻",
            "哪个轻",
            "weight",
            "heavy",
            "heavier",
            "lighter",
            "light enough",
        ],
    },
    Concept {
        name: "charging",
        words: &["快充", "充电", "充电器", "charging", "charger", "fast charge"],
    },
    Concept { name: "storage", words: &["内存", "存储", "容量", "storage", "memory", "ram"] },
    Concept {
        name: "price",
        words: &["价格", "多少钱", "太贵", "便宜", "price", "expensive", "cheap", "how much"],
    },
    Concept {
        name: "discount",
        words: &["优惠", "折扣", "券", "打折", "活动", "discount", "coupon", "deal", "promo"],
    },
];

/// The concepts a sentence mentions, in the order of the list; each once.
#[must_use]
pub fn mentioned(text: &str) -> Vec<&'static str> {
    let lower: String = text.chars().flat_map(char::to_lowercase).collect();
    CONCEPTS
        .iter()
        .filter(|concept| concept.words.iter().any(|word| lower.contains(word)))
        .map(|concept| concept.name)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endurance_is_the_battery() {
        assert_eq!(mentioned("这款手机续航怎么样?"), ["battery"]);
        assert_eq!(mentioned("How long does the BATTERY last"), ["battery"]);
    }

    #[test]
    fn a_complaint_about_the_price_that_asks_for_a_coupon_is_about_both() {
        assert_eq!(mentioned("太贵了,有没有优惠"), ["price", "discount"]);
    }
}
