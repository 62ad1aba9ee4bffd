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
    COUPONS: "最多发多少张", "Coupons, at most";
    BUDGET: "预算", "Budget";
    BUDGET_HINT: "已用掉的优惠加上还能用的券，不超过它。", "What was saved, and what live coupons may save, stays within it.";
    WORTH: "一张券按多少算", "A coupon counts";
    WORTH_HINT: "按比例减和免运费说不出金额，用它占预算。", "Percent off and free delivery name no amount; this is taken from the budget.";
    NO_LIMIT: "不限", "No limit";
    STOCK: "库存", "Stock";
    STOCK_HINT: "券的去向，此刻。", "What has become of the coupons, now.";
    STOCK_FREE: "没有设上限，随时都有。", "There is no bound: there is always one.";
    STOCK_COUPONS: "优惠券", "Coupons";
    STOCK_MONEY: "预算", "Budget";
    STOCK_REDEEMED: "已用", "Used";
    STOCK_LIVE: "在外面", "Out";
    STOCK_LEFT: "还剩", "Left";
    STOCK_SPENT: "已花", "Spent";
    STOCK_RESERVED: "预留", "Reserved";
    STOCK_LAPSED: "发出过 {issued} 张，其中 {lapsed} 张过期收回。", "{issued} were given out; {lapsed} of them lapsed and came back.";
    STOCK_EMPTY: "已发完", "All gone";
    FAULT_COUPONS: "请输入大于零的整数，或留空。", "Enter a whole number of more than zero, or leave it empty.";
    FAULT_WORTH: "有预算就要说明一张券按多少算。", "A budget needs to know what a coupon counts.";
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
