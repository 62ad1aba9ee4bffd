//! Text to intent by a word list, for when the model cannot run.
//!
//! Honest about what it is: the reading says [`Source::Keywords`], a match scores at most one half, and what matches
//! nothing is rejected. It is also the baseline that a model has to beat to be shipped.
//!
//! Each word counts by its length in characters, because a longer phrase says more; the label with the largest sum
//! wins, the earlier one in a tie.

use shared::intent::{
    ALTERNATIVES_MAX, Candidate, Flag, IntentReading, Label, Language, Score, Source, cue, scan,
    sentiment,
};

use crate::fold;

/// The list's version, in the place of a model's hash.
pub const VERSION: &str = "keywords-1";

/// The words, small and simplified, without spaces before and after.
const WORDS: &[(Label, &[&str])] = &[
    (
        Label::HumanAgent,
        &[
            "转人工",
            "人工客服",
            "人工",
            "真人",
            "客服电话",
            "机器人",
            "你们老板",
            "领导",
            "经理",
            "human",
            "real person",
            "agent",
            "representative",
            "talk to someone",
            "speak to",
            "phone number",
            "customer service",
        ],
    ),
    (
        Label::MarketingDiscount,
        &[
            "优惠券",
            "优惠",
            "便宜点",
            "便宜",
            "打折",
            "折扣",
            "太贵",
            "红包",
            "满减",
            "赠品",
            "送礼",
            "少点",
            "改价",
            "砍价",
            "券",
            "coupon",
            "discount",
            "promo code",
            "voucher",
            "cheaper",
            "too expensive",
            "deal",
        ],
    ),
    (
        Label::MarketingCampaign,
        &[
            "活动",
            "促销",
            "会员",
            "积分",
            "双十一",
            "双11",
            "618",
            "返现",
            "秒杀",
            "团购",
            "聚划算",
            "抽奖",
            "买一送一",
            "promotion",
            "sale",
            "points",
            "rewards",
            "membership",
            "giveaway",
        ],
    ),
    (
        Label::AfterSalesReturnExchange,
        &[
            "退货",
            "退款",
            "换货",
            "退换",
            "退掉",
            "想退",
            "退了",
            "换一个",
            "发错",
            "少发",
            "漏发",
            "无理由",
            "运费险",
            "退",
            "换",
            "refund",
            "return",
            "exchange",
            "send back",
            "wrong item",
            "missing",
            "money back",
        ],
    ),
    (
        Label::AfterSalesFaultRepair,
        &[
            "保修",
            "维修",
            "坏了",
            "故障",
            "充不进",
            "充不了",
            "开不了机",
            "安装",
            "售后",
            "没反应",
            "报修",
            "质保",
            "怎么用",
            "连不上",
            "warranty",
            "repair",
            "broken",
            "not working",
            "doesn't work",
            "won't turn on",
            "install",
            "manual",
        ],
    ),
    (
        Label::ComplaintService,
        &[
            "投诉",
            "太慢",
            "态度",
            "骗人",
            "骗子",
            "差评",
            "垃圾",
            "失望",
            "气死",
            "无语",
            "举报",
            "敷衍",
            "complain",
            "complaint",
            "terrible",
            "worst",
            "scam",
            "ridiculous",
            "unacceptable",
            "rude",
        ],
    ),
    (
        Label::ComplaintProductDefect,
        &[
            "质量太差",
            "质量差",
            "质量问题",
            "发霉",
            "碎了",
            "破了",
            "裂",
            "难吃",
            "不新鲜",
            "假货",
            "掉色",
            "异味",
            "变质",
            "有虫",
            "poor quality",
            "arrived broken",
            "fell apart",
            "damaged",
            "fake",
            "defective",
            "waste of money",
        ],
    ),
    (
        Label::OrderShipping,
        &[
            "发货",
            "快递",
            "物流",
            "到货",
            "包邮",
            "运费",
            "邮费",
            "地址",
            "取消订单",
            "订单",
            "几天到",
            "什么时候到",
            "送货",
            "单号",
            "签收",
            "能到",
            "order",
            "shipping",
            "delivery",
            "deliver",
            "track",
            "package",
            "cancel",
            "ship",
        ],
    ),
    (
        Label::AccountPrivacy,
        &[
            "密码",
            "登录",
            "账号",
            "帐号",
            "验证码",
            "注册",
            "绑定",
            "注销",
            "手机号",
            "隐私",
            "短信",
            "银行卡",
            "password",
            "account",
            "log in",
            "login",
            "sign up",
            "unsubscribe",
            "privacy",
            "my data",
            "verification code",
        ],
    ),
    (
        Label::OtherService,
        &[
            "发票",
            "价保",
            "价格保护",
            "保价",
            "差价",
            "降价",
            "支付",
            "付款",
            "分期",
            "白条",
            "花呗",
            "提现",
            "余额",
            "批发",
            "invoice",
            "receipt",
            "payment",
            "pay",
            "gift card",
            "charged",
            "checkout",
        ],
    ),
    (
        Label::PreSalesPrice,
        &[
            "多少钱",
            "价格",
            "价钱",
            "怎么卖",
            "什么价",
            "这么贵",
            "涨价",
            "几块钱",
            "how much",
            "price",
            "cost",
            "quote",
        ],
    ),
    (
        Label::PreSalesProduct,
        &[
            "有货",
            "现货",
            "推荐",
            "区别",
            "哪个好",
            "尺码",
            "颜色",
            "质量",
            "材质",
            "续航",
            "好用吗",
            "正品",
            "支持",
            "适合",
            "怎么样",
            "几斤",
            "保质期",
            "口味",
            "in stock",
            "difference",
            "recommend",
            "size",
            "color",
            "battery",
            "waterproof",
            "looking for",
            "compatible",
        ],
    ),
    (
        Label::Chitchat,
        &[
            "你好",
            "您好",
            "在吗",
            "谢谢",
            "好的",
            "再见",
            "不好意思",
            "嗯",
            "哈哈",
            "辛苦",
            "hello",
            "hi",
            "thanks",
            "thank you",
            "bye",
            "who are you",
        ],
    ),
    (
        Label::OutOfScope,
        &[
            "天气",
            "播放",
            "闹钟",
            "机票",
            "火车票",
            "电影",
            "音乐",
            "唱歌",
            "新闻",
            "怎么做菜",
            "股票",
            "翻译",
            "weather",
            "alarm",
            "flight",
            "recipe",
            "music",
            "news",
            "translate",
            "stock price",
        ],
    ),
];

/// Reads one message by the word list.
///
/// # Examples
///
/// ```
/// use shared::intent::{Label, Source};
/// let reading = intent::keywords::read("太贵了，有没有优惠");
/// assert_eq!((reading.label, reading.source), (Label::MarketingDiscount, Source::Keywords));
/// ```
#[must_use]
pub fn read(text: &str) -> IntentReading {
    let ranked = rank(text);
    let best = ranked.first().copied();
    let label = best.map_or(Label::OutOfScope, |best| best.label);
    let mut flags = cue::flags(text, label);
    if best.is_none() {
        flags.insert(Flag::Rejected);
    }
    IntentReading {
        label,
        score: best.map_or(Score::ZERO, |best| best.score),
        alternatives: ranked.into_iter().skip(1).take(ALTERNATIVES_MAX).collect(),
        flags,
        entities: scan::entities(text),
        sentiment: sentiment::of(text, label),
        lang: Language::of(text),
        source: Source::Keywords,
        model: VERSION.into(),
    }
}

/// The labels with a match, the largest sum of matched characters first.
fn rank(text: &str) -> Vec<Candidate> {
    let words = fold::plain(text);
    let mut sums: Vec<(Label, usize)> = WORDS
        .iter()
        .map(|(label, list)| {
            let matched = list.iter().filter(|word| words.contains(*word));
            (*label, matched.map(|word| weight(word)).fold(0, usize::saturating_add))
        })
        .filter(|(_, sum)| *sum > 0)
        .collect();
    sums.sort_by_key(|(_, sum)| core::cmp::Reverse(*sum));
    let total = sums.iter().map(|(_, sum)| *sum).fold(0, usize::saturating_add);
    sums.into_iter()
        .map(|(label, sum)| Candidate { label, score: Score::saturating(share(sum, total) / 2.0) })
        .collect()
}

/// What a matched word counts: its characters, four Latin letters for one Chinese.
fn weight(word: &str) -> usize {
    word.chars().map(|c| if c.is_ascii() { 1_usize } else { 4 }).fold(0, usize::saturating_add)
}

/// `part` of `total` as a number from 0 to 1.
fn share(part: usize, total: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(part) / number(total.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_phrase_wins_over_the_shorter_one() {
        assert_eq!(read("价保怎么申请").label, Label::OtherService);
        assert_eq!(read("我要退货退款").label, Label::AfterSalesReturnExchange);
        assert_eq!(read("Where is my package?").label, Label::OrderShipping);
        assert_eq!(read("ＨＯＷ ＭＵＣＨ").label, Label::PreSalesPrice);
    }

    #[test]
    fn what_matches_nothing_is_rejected() {
        let reading = read("xyzzy");
        assert!(reading.is_rejected());
        assert_eq!(reading.score, Score::ZERO);
    }

    #[test]
    fn a_word_list_is_never_more_than_half_sure() {
        assert!(read("退货").score <= Score::saturating(0.5));
    }
}
