//! Words of who somebody is, and of merges.

use super::texts;

texts! {
    TITLE: "身份", "Identity";
    HINT: "这个人的编号，以及我们怎么知道。", "The ids of this person, and how we know.";
    EMPTY: "匿名访客：还没有任何编号。", "Anonymous: no id yet.";
    EMPTY_HINT: "商城在顾客登录时调用 proffer('identify', …)，这里就会有。", "There will be one when the shop calls proffer('identify', …) as a customer signs in.";
    PROVEN: "已证实", "Proven";
    CLAIMED: "只是自称", "Only claimed";
    SINCE: "{how} · {moment}起", "{how} · since {moment}";
    BROUGHT: "由{name}带来", "brought by {name}";
    MERGED_INTO: "此人已并入「{name}」。", "This person turned out to be “{name}”.";
    OPEN: "打开", "Open";
    PEOPLE_N: "由 {n} 个人并成", "{n} people turned out to be this one";
    MERGES: "合并历史", "Merge history";
    MERGES_EMPTY: "没有合并过。", "Nobody was merged.";
    MERGE: "{loser} 并入 {survivor}", "{loser} joined {survivor}";
    MERGE_WHY: "依据：{kind} {value}，{how}", "Because of: {kind} {value}, {how}";
    MERGE_MOVED: "带来的编号：{ids}", "Ids that came along: {ids}";
    MERGE_HOLDS: "有效", "Holds";
    MERGE_UNDER_WAY: "正在搬", "Under way";
    MERGE_UNDONE: "已拆开", "Taken apart";
    UNDONE_BY: "{by} 在 {moment} 拆开", "Taken apart by {by}, {moment}";
    UNMERGE: "拆开", "Take apart";
    UNMERGE_TITLE: "把两个人拆开？", "Take the two apart?";
    UNMERGE_SAYS: "「{loser}」会带着自己的编号和事件离开「{survivor}」。之后同一个编号也不会再把他们并到一起。", "“{loser}” leaves “{survivor}” with their own ids and events. The same id will not bring them together again.";
    UNMERGED: "已拆开", "They are two again";
    REFUSED: "没有并进来的编号", "Ids that stayed with somebody else";
    WHY_RIVAL: "两人各有一个证实过的同类编号，不是同一人", "Each has a proven id of this kind, and they differ";
    WHY_APART: "被人拆开过", "Somebody took them apart";
    WHY_MANY: "并在一起的人太多", "One person would be too many";

    KIND_USER: "商城用户编号", "Customer number";
    KIND_UNION: "微信 UnionID", "WeChat UnionID";
    KIND_APP: "应用账号", "App account";
    KIND_MINI: "小程序 OpenID", "Mini-program OpenID";
    KIND_OPEN: "公众号 OpenID", "Official-account OpenID";
    KIND_STAFF: "企业微信客户", "WeCom customer";
    KIND_ORDERS: "订单系统买家", "Order system";
    KIND_PHONE: "手机号", "Telephone";
    KIND_EMAIL: "邮箱", "E-mail";
    LEARNED_NAMED: "事件里只写了它", "events named nothing else";
    LEARNED_HASH: "商城签名（密钥 {key}）", "signed by the shop (key {key})";
    LEARNED_TOKEN: "商城令牌（密钥 {key}）", "the shop's token (key {key})";
    CLAIMED_USER: "事件里自称", "an event said so";
    CLAIMED_TRAITS: "用户属性里写的", "a trait said so";
    CLAIMED_EXTERNAL: "外部编号里写的", "a list of external ids said so";
}
