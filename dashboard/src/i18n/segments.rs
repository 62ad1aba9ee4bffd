//! Words of the segments.

use super::texts;

texts! {
    HINT: "满足条件的人自动进出；规则和实验可以用它的名字。", "People come and go by the condition. Rules and experiments can use the name.";
    NEW: "新建人群", "New segment";
    SEARCH_HINT: "搜索人群", "Search segments";
    EMPTY: "还没有人群", "No segments yet";
    EMPTY_HINT: "从下面挑一个现成的，或自己写条件。", "Take a ready-made one below, or write a condition.";
    INSIDE: "{n} 人", "{n} people";
    INSIDE_OF: "{share}，共 {of} 人", "{share} of {of} people";
    COUNTING: "正在数…", "Counting…";
    NO_COUNT: "暂时数不出", "Cannot be counted right now";
    USED_BY: "用在：{names}", "Used by: {names}";
    UNUSED: "还没有用到", "Not used yet";
    LIBRARY: "现成的人群", "Ready-made segments";
    LIBRARY_HINT: "都是普通的条件，拿来之后随便改。", "Each is an ordinary condition. Take one and change it as you like.";
    TAKE: "用这个", "Use it";
    TAKEN: "已有", "Taken";
    BACK: "全部人群", "All segments";
    MISSING: "没有这个人群", "There is no such segment";
    BASICS: "基本信息", "Basics";
    NAME: "名称", "Name";
    NAME_EXAMPLE: "例如：高价值但犹豫", "For example: high value, hesitating";
    ID: "编号", "Id";
    ID_HINT: "条件里也可以用它；建好后不能改。", "Conditions can use it too. It stays once it is made.";
    WHO: "谁在里面", "Who is in it";
    WHO_HINT: "两边是同一个条件，改哪边都行。", "Both sides are the same condition. Edit either.";
    PREVIEW_NOTE: "看的是最近来过的人此刻的样子。", "People who were here lately, as they are now.";
    DELETED: "已删除「{name}」", "Deleted “{name}”";
    RESTORED: "已恢复「{name}」", "“{name}” is back";
    IN_USE: "还用在：{names}。先改掉那里。", "It is still used by: {names}. Change that first.";
    FAULT_NAME: "请给人群起个名字。", "Give the segment a name.";
    FAULT_ID: "编号无效。", "The id is not valid.";
    FAULT_TAKEN: "已有人群用这个编号。", "There is a segment of this id already.";
    FAULT_CONDITION: "条件还没写完整。", "The condition is not complete.";
}
