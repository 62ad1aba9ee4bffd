//! Words of the overview.

use super::texts;

texts! {
    HINT: "从到访到成交，以及它值多少。", "From the visit to the order, and what it was worth.";
    RANGE: "时间范围", "Date range";
    RANGE_1: "今天", "Today";
    RANGE_7: "7 天", "7 days";
    RANGE_30: "30 天", "30 days";
    DAYS_UTC: "按 UTC 日期统计", "Days are in UTC";
    FUNNEL: "转化漏斗", "Funnel";
    FUNNEL_HINT: "每一步的人数，每人只计一次。", "People at each step, each counted once.";
    STEP: "步骤", "Step";
    STEP_VISITS: "到访", "Visit";
    STEP_INTENTS: "表达意图", "Intent";
    STEP_OFFERS: "收到内容", "Offer";
    STEP_CLICKS: "点击", "Click";
    STEP_ORDERS: "下单", "Order";
    PEOPLE: "人数", "People";
    OF_PREVIOUS: "占上一步", "Of the step before";
    OF_VISITS: "占到访", "Of visits";
    REVENUE: "收入与对照组", "Revenue beside the holdout";
    REVENUE_HINT: "对照组不接收任何营销，两组人均之差就是引擎的贡献。", "The holdout gets no marketing. The difference per person is what the engine brought.";
    ARM: "分组", "Group";
    TREATED: "可触达", "Treated";
    HOLDOUT: "对照组", "Holdout";
    PER_PERSON: "人均收入", "Revenue per person";
    CONVERSION: "下单率", "Conversion";
    ORDERS: "订单", "Orders";
    TOTAL: "总收入", "Revenue";
    LIFT: "人均提升", "Lift per person";
    LIFT_INTERVAL: "95% 置信区间 {low} 至 {high}", "95% confidence interval {low} to {high}";
    LIFT_SURE_UP: "提升显著：区间完全在零以上。", "A real lift: the whole interval is above zero.";
    LIFT_SURE_DOWN: "显著下降：区间完全在零以下，请检查规则。", "A real loss: the whole interval is below zero. Check the rules.";
    LIFT_UNSURE: "还不能下结论：区间包含零。", "No verdict yet: the interval includes zero.";
    TOO_FEW: "人数还太少", "Too few people yet";
    TOO_FEW_HINT: "每组至少 {min} 人才给出提升；现在可触达 {treated} 人，对照组 {holdout} 人。", "A lift is shown from {min} people in each group. There are {treated} treated and {holdout} in the holdout.";
    TREND: "每日趋势", "Trend by day";
    TREND_HINT: "当天全部订单的收入，以及归因于触达的部分。", "Revenue of all orders of the day, and the part credited to a delivery.";
    ALL_REVENUE: "全部收入", "All revenue";
    ATTRIBUTED: "归因收入", "Attributed";
    RULES: "规则效果", "What each rule did";
    RULE: "规则", "Rule";
    DELIVERED: "送出", "Delivered";
    CLICKED: "点击", "Followed";
    RULES_EMPTY: "这段时间还没有规则送出内容。", "No rule delivered anything in this period.";
    RULES_EMPTY_GO: "查看规则", "Look at the rules";
    HELD: "为什么按住不发", "Why things were held back";
    HELD_HINT: "规则已匹配，但被承诺挡下。", "A rule matched, but a promise held it back.";
    HELD_EMPTY: "这段时间没有按住任何内容。", "Nothing was held back in this period.";
    EMPTY: "还没有访客", "No visitors yet";
    EMPTY_HINT: "把脚本标签放进商城页面，第一位访客到来后这里就有数字。", "Put the script tag on your shop. Figures appear with the first visitor.";
    EMPTY_GO: "查看安装方法", "See how to install it";
}
