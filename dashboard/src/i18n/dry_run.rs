//! Words of a rehearsal: who would have got what.

use super::texts;

texts! {
    TITLE: "预演", "Rehearsal";
    HINT: "把过去几天的真实行为按改动后的规则重放一遍。不会发送任何内容。", "What people really did is replayed under the change. Nothing is sent.";
    DAYS: "回看", "Look back";
    DAYS_1: "1 天", "1 day";
    DAYS_7: "7 天", "7 days";
    DAYS_30: "30 天", "30 days";
    WORKING: "正在重放过去 {n} 天…", "Replaying the last {n} days…";
    SAYS: "「{name}」会送出 {after} 次，给 {people} 人；现在是 {before} 次。", "“{name}” would be given {after} times, to {people} people. Now it is {before} times.";
    SAYS_ALL: "会送出 {after} 次；现在是 {before} 次。", "{after} would be given. Now it is {before}.";
    SAYS_NEVER: "「{name}」一次也不会送出。", "“{name}” would never be given.";
    NOBODY: "这几天没有人来过", "Nobody was here in these days";
    NOBODY_HINT: "选更长的时间，或等有访客之后再预演。", "Look further back, or rehearse once there were visitors.";
    PARTIAL: "重放了最近来过的 {n} 人，共 {of} 人。", "{n} of {of} people were replayed, those seen last.";
    ALL_PEOPLE: "重放了 {of} 人，{occasions} 次有规则匹配。", "{of} people were replayed; a rule matched on {occasions} occasions.";
    RULES: "每条规则送出几次", "Times each rule is given";
    RULES_SAME: "没有一条规则的次数会变。", "No rule would be given more or less often.";
    RULES_OTHERS: "其余 {n} 条规则不变。", "{n} other rules stay the same.";
    RULE: "规则", "Rule";
    NOW: "现在", "Now";
    THEN: "改后", "After";
    PEOPLE: "人数", "People";
    OUTRANKED: "让位", "Outranked";
    HELD: "被按住", "Held back";
    HELD_WHY: "「{name}」为什么被按住", "Why “{name}” would be held back";
    SAMPLE: "具体会变的场合", "Occasions that would change";
    SAMPLE_EMPTY: "没有一个场合会不同。", "No occasion would be different.";
    SAMPLE_HINT: "最多列出 20 个。", "At most 20 are listed.";
    NOTHING: "什么也没有", "nothing";
    LIMITS: "预演不知道人们会怎样回应他们没收到的东西；库存和预算按充足算；画像只用还保存着的事件。", "A rehearsal cannot know what people would have done with what they did not get. Stocks and budgets are taken as full, and profiles are folded from the events that are kept.";
}
