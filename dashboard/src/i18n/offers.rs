//! Words of the offers' list and editor.

use super::texts;

texts! {
    HINT: "规则可以发给访客的优惠。", "What rules can give to a person.";
    NEW: "新建优惠", "New offer";
    SEARCH_HINT: "搜索优惠", "Search offers";
    BENEFIT: "内容", "Benefit";
    MIN_SPEND: "最低消费", "Minimum spend";
    VALID: "有效期", "Valid for";
    NO_MIN: "无", "None";
    USED_BY: "被规则使用", "Used by";
    USED_BY_N: "{n} 条规则", "{n} rules";
    EMPTY: "还没有优惠", "No offers yet";
    EMPTY_HINT: "先写好一个优惠，规则才能发给合适的人。", "Write an offer first; rules then give it to the right people.";
    DELETED: "已删除「{name}」", "Deleted “{name}”";
    RESTORED: "已恢复「{name}」", "“{name}” is back";
    IN_USE: "还有规则在发这个优惠：{names}。先改掉那些规则。", "Rules still give this offer: {names}. Change those first.";

    BACK: "全部优惠", "All offers";
    EDIT: "编辑优惠", "Edit offer";
    COPY_PART: "文案", "Copy";
    TITLE: "标题", "Headline";
    BODY: "说明", "Sentence under it";
    GIFT: "优惠方式", "What they get";
    GIFT_PERCENT: "按比例减", "Percent off";
    GIFT_AMOUNT: "减金额", "Amount off";
    GIFT_DELIVERY: "免运费", "Free delivery";
    PERCENT: "减多少", "Off";
    AMOUNT: "减多少", "Amount off";
    LIMITS: "限制", "Limits";
    PREVIEW: "访客看到的样子", "As the shopper sees it";
    PREVIEW_CODE: "每人一个券码", "Each person gets a code of their own";
    CARD_CODE: "优惠码", "Code";
    CARD_USE: "立即使用", "Use it now";
    CARD_LATER: "不用了", "No thanks";
    CARD_MIN: "满 {amount} 可用", "On orders from {amount}";
    CARD_UNTIL: "{moment} 前有效", "Valid until {moment}";
    CARD_TITLE_EMPTY: "标题写在这里", "The headline goes here";
    CARD_BODY_EMPTY: "一句话说明为什么现在划算。", "One sentence on why it is worth it now.";
    MISSING: "没有这个优惠", "There is no such offer";

    FAULT_ID: "编号无效。", "The id is not valid.";
    FAULT_PERCENT: "请输入 1 到 100 的整数。", "Enter a whole number from 1 to 100.";
    FAULT_AMOUNT: "请输入不小于零的金额。", "Enter an amount of zero or more.";
    FAULT_AMOUNT_OFF: "请输入大于零的金额。", "Enter an amount of more than zero.";
    FAULT_VALID: "有效期至少一分钟。", "It must be valid for at least one minute.";
}
