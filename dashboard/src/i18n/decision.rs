//! Words of the explanation of a decision.

use super::texts;

texts! {
    TITLE: "决策说明", "Why this decision";
    TRIGGER: "触发", "Trigger";
    AT: "时间", "When";
    CONFIG: "配置", "Config";
    DELIVERED: "送出了「{name}」", "“{name}” was delivered";
    HELD: "「{name}」本可送出，但被按住", "“{name}” would have gone, but was held back";
    RANKING: "优先级 {n} 之内怎么排的", "How priority {n} was ranked";
    RANKING_DRAWN: "抽中概率", "Drawn with";
    RANKING_CHANCE: "下单可能性", "Chance of an order";
    RANKING_UPLIFT: "增量 {n}", "adds {n}";
    RANKING_EXPECTED: "预期带来", "Expected to bring";
    RANKING_EVIDENCE: "依据", "Rests on";
    EVIDENCE_NONE: "还没有数据", "no data yet";
    EVIDENCE_THIN: "数据还少", "little data";
    EVIDENCE_ENOUGH: "数据充足", "enough data";
    NOTHING: "没有规则匹配这个人", "No rule matched this person";
    CONSIDERED: "考虑过的规则", "Rules considered";
    CONSIDERED_HINT: "按考虑的先后，共 {n} 条。", "In the order they were considered, {n} in all.";
    CONSIDERED_EMPTY: "没有规则以此为触发。", "No rule has this trigger.";
    PRIORITY: "优先级 {n}", "Priority {n}";
    CHOSEN: "选中", "Chosen";
    OUTRANKED: "让位", "Outranked";
    OUTRANKED_BY: "匹配，但让位于「{name}」", "Matched, but “{name}” goes first";
    SUPPRESSED: "按住", "Held back";
    NOT_MATCHED: "不匹配", "Not matched";
    CHOSEN_HINT: "匹配且无人优先，因此送出。", "Matched, and nothing went before it.";
    ASKED: "要求", "Asked for";
    FOUND: "实际", "Found";
    INPUTS: "当时知道的信息", "What was known";
    OPEN_RULE: "打开规则「{name}」", "Open the rule “{name}”";
}
