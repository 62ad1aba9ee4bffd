//! What a message gives away beside its topic: that the price hurts, that it is urgent, that somebody is about to leave.
//!
//! Rules, not a model, so that a merchant can be told why:
//!
//! - **price sensitive**: the topic is a discount, a price, an event or a product, and the words object to the price
//!   (「太贵」, 「便宜点」, "over my budget"); or the topic is a discount and the words ask for one
//!   (「有没有优惠」, "any coupon"). Asking how a coupon works is neither.
//! - **urgency**: the words say so (「急用」, "asap").
//! - **churn threat**: the words threaten to leave, to report or to expose (「再也不买」, "never again").

use alloc::{collections::BTreeSet, string::String};

use crate::intent::{Flag, Label};

/// The price stands in the way, whatever the question is.
const OBJECTIONS: &[&str] = &[
    "太贵",
    "好贵",
    "有点贵",
    "贵了",
    "真贵",
    "这么贵",
    "那么贵",
    "买不起",
    "超预算",
    "超出预算",
    "预算有限",
    "预算不够",
    "便宜点",
    "便宜一点",
    "便宜些",
    "少点",
    "少一点",
    "优惠点",
    "优惠一点",
    "再便宜",
    "最低多少",
    "抹零",
    "抹个零",
    "砍价",
    "讲价",
    "降价吗",
    "打个折",
    "别家才",
    "太貴",
    "好貴",
    "有點貴",
    "便宜點",
    "便宜一點",
    "tai gui",
    "taigui",
    "pianyi",
    "too expensive",
    "so expensive",
    "pricey",
    "too much money",
    "too much for me",
    "my budget",
    "can't afford",
    "cant afford",
    "cheaper",
    "lower the price",
    "lower price",
    "better price",
    "knock off",
    "price match",
    "beat that price",
];

/// A discount is asked for; counts only where the topic is a discount.
const REQUESTS: &[&str] = &[
    "有没有优惠",
    "有优惠吗",
    "有什么优惠",
    "能优惠",
    "可以优惠",
    "优惠吗",
    "有折扣",
    "打折吗",
    "能打折",
    "有券吗",
    "有没有券",
    "有优惠券吗",
    "优惠券吗",
    "给个优惠",
    "便宜吗",
    "能便宜",
    "可以便宜",
    "改价",
    "改下价",
    "送点",
    "有沒有優惠",
    "優惠嗎",
    "any discount",
    "a discount",
    "any coupon",
    "promo code?",
    "any deal",
    "student discount",
    "% off",
];

const URGENT: &[&str] = &[
    "急用",
    "着急",
    "急着",
    "等着用",
    "很急",
    "好急",
    "急!",
    "急！",
    "赶紧",
    "马上要",
    "立刻",
    "立马",
    "尽快",
    "加急",
    "快点",
    "抓紧",
    "赶时间",
    "來不及",
    "来不及",
    "盡快",
    "趕快",
    "asap",
    "urgent",
    "right now",
    "immediately",
    "hurry",
    "as soon as possible",
    "rush",
];

const LEAVING: &[&str] = &[
    "再也不",
    "不会再来",
    "不会再买",
    "以后不买",
    "不在你家买",
    "不在你们",
    "退会",
    "注销账号",
    "投诉",
    "差评",
    "12315",
    "消协",
    "工商局",
    "曝光",
    "举报",
    "起诉",
    "报警",
    "换一家",
    "去别家",
    "再不退款",
    "再不发货",
    "投訴",
    "客訴",
    "負評",
    "never again",
    "never buy",
    "never order",
    "never shopping",
    "report you",
    "chargeback",
    "dispute the charge",
    "bad review",
    "1 star",
    "one star",
    "sue you",
    "small claims",
    "better business bureau",
    "cancel my membership",
    "switch to another",
    "go elsewhere",
];

/// The flags of `text`, whose topic is `label`. Never [`Flag::Rejected`]: that is the reader's own doubt.
///
/// # Examples
///
/// ```
/// use shared::intent::{Flag, Label, cue};
/// let flags = cue::flags("太贵了,有没有优惠", Label::MarketingDiscount);
/// assert!(flags.contains(&Flag::PriceSensitive));
/// assert!(cue::flags("优惠券怎么用", Label::MarketingDiscount).is_empty());
/// ```
#[must_use]
pub fn flags(text: &str, label: Label) -> BTreeSet<Flag> {
    let words = plain(text);
    let says = |list: &[&str]| list.iter().any(|cue| words.contains(cue));
    let about_price = matches!(
        label,
        Label::MarketingDiscount
            | Label::PreSalesPrice
            | Label::MarketingCampaign
            | Label::PreSalesProduct
    );
    let mut flags = BTreeSet::new();
    if about_price && says(OBJECTIONS) || label == Label::MarketingDiscount && says(REQUESTS) {
        flags.insert(Flag::PriceSensitive);
    }
    if says(URGENT) {
        flags.insert(Flag::Urgency);
    }
    if says(LEAVING) {
        flags.insert(Flag::ChurnThreat);
    }
    flags
}

/// `text` in small letters and half width, so that one spelling of a cue is enough.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => {
                char::from_u32(u32::from(c).wrapping_sub(0xfee0)).unwrap_or(c)
            }
            '’' => '\'',
            _ => c,
        })
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_objection_to_the_price_is_price_sensitivity_and_a_question_is_not() {
        let sensitive = BTreeSet::from([Flag::PriceSensitive]);
        assert_eq!(flags("太貴了吧", Label::PreSalesPrice), sensitive);
        assert_eq!(flags("It’s TOO EXPENSIVE", Label::MarketingDiscount), sensitive);
        assert_eq!(flags("有没有优惠", Label::MarketingDiscount), sensitive);
        assert_eq!(flags("多少钱", Label::PreSalesPrice), BTreeSet::new());
        assert_eq!(flags("满减怎么用", Label::MarketingDiscount), BTreeSet::new());
    }

    #[test]
    fn a_complaint_about_a_price_rise_is_not_a_wish_to_buy_cheaper() {
        assert!(
            !flags("刚买就降价，太贵了", Label::ComplaintService).contains(&Flag::PriceSensitive)
        );
    }

    #[test]
    fn threats_and_hurry_are_noticed_in_any_topic() {
        let both = BTreeSet::from([Flag::Urgency, Flag::ChurnThreat]);
        assert_eq!(flags("再不发货我就投诉，急用", Label::OrderShipping), both);
        assert_eq!(flags("I need it ASAP or I will report you", Label::OrderShipping), both);
    }
}
