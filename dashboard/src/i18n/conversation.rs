//! Words of a conversation: who answers, what was said, and what an operator does about it.

use super::texts;

texts! {
    TITLE: "对话", "Conversation";
    LOG: "消息记录", "Messages";
    OPEN: "AI 助手接待", "Assistant answers";
    PENDING: "等待人工 · {ago}", "Waits for a human · {ago}";
    HUMAN: "人工接待中", "A human answers";
    SNOOZED: "稍后处理，{moment} 恢复", "Put aside until {moment}";
    RESOLVED: "已结束", "Resolved";
    EMPTY: "此人还没有说过话。", "This person has not said anything yet.";
    ANSWER: "回复", "Your answer";
    ANSWER_HINT: "Ctrl + Enter 发送。您回复之后 AI 助手不再说话，也不再自动推送，直到您交还或结束对话。", "Ctrl + Enter sends. From your answer on the assistant says and shows nothing until you hand the conversation back or end it.";
    SEND: "发送", "Send";
    SENDING: "正在发送…", "Sending…";
    SENT: "已发送，现在由您接待", "Sent. You answer from now on";
    TEXT_MISSING: "请先写点什么", "Write something first";
    HAND_BACK: "交还 AI 助手", "Hand back to the assistant";
    HANDED_BACK: "已交还 AI 助手", "The assistant answers again";
    SNOOZE: "一小时后再处理", "Put aside for an hour";
    SNOOZE_DONE: "已放到一小时后；此人再说话会提前恢复", "Put aside for an hour, or until they write";
    RESOLVE: "结束对话", "End it";
    RESOLVE_DONE: "对话已结束；此人再说话时由 AI 助手接待", "Ended. The assistant answers when they write again";
    DEEDS: "对话操作", "What to do with it";
    VISITOR: "访客", "Visitor";
    ASSISTANT: "AI 助手", "Assistant";
    AGENT: "人工", "Human";
}
