//! Who is who: which ids name one person, how we know, and when two people turn out to be one.
//!
//! A browser begins as an anonymous person. When the merchant's own server vouches for it, with a signature that
//! only it can make ([`proof`]), the browser's person is that customer from then on, also for everything that
//! happened before: nothing is re-labelled, because the anonymous person and the customer become one person.
//!
//! # What is believed
//!
//! | what | where it comes from | what it does |
//! |---|---|---|
//! | proven | the `identifier_hash` of a user id; `sub` of a token; its `email` and `phone_number` where the token says that they are verified; its `external_ids` | links: two people who share a proven id become one |
//! | claimed | `userId` without a proof, traits, `context.traits`, `context.externalIds` | is shown with its source, and links nobody to anybody |
//!
//! A claim is what anybody can type. Two customers who type one e-mail address stay two.
//!
//! # Which id goes first
//!
//! 1. Ids are looked at from the strongest kind to the weakest, in the order of [`external::IdKind`]: the shop's own user id
//!    first, an e-mail address last. The strongest decides where the person goes; a weaker one that belongs to
//!    somebody else stays with them.
//! 2. **Proven ids never merge with each other.** Two people who each hold a proven id of one kind, different ones, stay two,
//!    whatever else they share. Whoever signs in as another customer in the same browser is another person
//!    from there on; what was before stays with the first.
//! 3. Of two people who become one, the survivor is the one with the stronger proven id; of two with the same the older; of
//!    two as old the one with the smaller name ([`merge::survivor`]). The order of arrival plays no part.
//! 4. An id that was learnt after a merge belongs to the survivor; the ids that a person brought into a merge go
//!    with them when it is undone.
//! 5. What an operator took apart stays apart: the same evidence does not merge the same two people again.
//!
//! # Who decides
//!
//! One [`register::Register`] for each workspace decides, one request after the other, so that two people who are found to be one
//! from both sides at once end in one survivor. It never forgets a merge: each has a number, its
//! evidence and the ids that moved, and each can be undone.
//!
//! Source: product brief, section 一.1 (客户画像的精准构建); design, "Identity"; the rule of `identifier_hash` as Chatwoot and
//! Intercom have it; RFC 7515, 7519 and 8037.

pub mod claim;
pub mod external;
pub mod held;
pub mod key;
pub mod known;
pub mod merge;
pub mod phone;
pub mod proof;
pub mod register;
pub mod token;
