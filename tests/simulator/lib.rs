//! Whole shops of simulated people, in a world where everything goes wrong.
//!
//! One number tells a story: some tenants, their people, what these do over some weeks, and what
//! goes wrong meanwhile. Messages are lost, doubled, late and overtaken; machines die at every
//! call; receivers fail before and after they did what was asked; clocks jump; tabs race;
//! consent is taken back and erasure asked for at any moment; old and new states meet. The core
//! is the real one; around it is a shell that follows the edge's protocol (`turn`, `outbox`,
//! `sending`). After every step the laws of [`law::Law`] are checked by a witness who saw all.
//!
//! `docs/simulator.md` says how to read a failure and how to tell it again.

#![cfg(test)]
#![expect(clippy::result_large_err, reason = "a broken law says what was seen")]
#![expect(
    clippy::excessive_nesting,
    reason = "a world of people, objects and what goes wrong with them"
)]

mod browser;
mod bug;
mod chance;
mod database;
mod device;
mod faults;
mod golden;
mod habits;
mod law;
mod laws;
mod object;
mod outbox;
mod schedule;
mod sending;
mod settling;
mod shops;
mod stores;
mod story;
mod telling;
mod tests;
mod turn;
mod witness;
mod world;
mod zones;
