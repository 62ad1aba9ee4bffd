//! The machine that looks for a regular expression in one pass over the text.
//!
//! All alternatives advance together, one sign at a time, so the work is bounded by
//! (instructions × signs) and no text can make it go back.

use alloc::{vec, vec::Vec};

use super::{
    PatternError,
    parse::{Class, ClassItem, Expected, Tree},
};
use crate::{
    condition::{
        fuel::{Fuel, OutOfFuel},
        tree::Case,
    },
    limits::PATTERN_INSTRUCTIONS_MAX,
};

/// Instructions; the first is the entry.
#[derive(Debug, Clone)]
pub(super) struct Program {
    instructions: Vec<Instruction>,
    case: Case,
}

#[derive(Debug, Clone)]
enum Instruction {
    Sign(char),
    AnySign,
    Class(Class),
    Start,
    End,
    Boundary(Expected),
    Jump(usize),
    Fork(usize, usize),
    Found,
}

/// Where the machine stands in the text.
#[derive(Clone, Copy)]
struct Place {
    before: Option<char>,
    after: Option<char>,
}

/// The instructions that are active at one place, each once.
struct Threads {
    active: Vec<usize>,
    seen_at: Vec<usize>,
}

impl Program {
    /// Turns a tree into instructions.
    pub(super) fn assemble(tree: &Tree, case: Case) -> Result<Self, PatternError> {
        let mut program = Self { instructions: Vec::new(), case };
        program.emit(tree)?;
        program.push(Instruction::Found)?;
        Ok(program)
    }

    fn here(&self) -> usize {
        self.instructions.len()
    }

    fn push(&mut self, instruction: Instruction) -> Result<usize, PatternError> {
        if PATTERN_INSTRUCTIONS_MAX <= self.instructions.len() {
            return Err(PatternError::TooLarge);
        }
        let place = self.here();
        self.instructions.push(instruction);
        Ok(place)
    }

    fn replace(&mut self, place: usize, instruction: Instruction) {
        if let Some(slot) = self.instructions.get_mut(place) {
            *slot = instruction;
        }
    }

    fn emit(&mut self, tree: &Tree) -> Result<(), PatternError> {
        match tree {
            Tree::Sign(sign) => {
                self.push(Instruction::Sign(self.cased(*sign)))?;
            }
            Tree::AnySign => {
                self.push(Instruction::AnySign)?;
            }
            Tree::Class(class) => {
                self.push(Instruction::Class(class.clone()))?;
            }
            Tree::Start => {
                self.push(Instruction::Start)?;
            }
            Tree::End => {
                self.push(Instruction::End)?;
            }
            Tree::Boundary(expected) => {
                self.push(Instruction::Boundary(*expected))?;
            }
            Tree::Sequence(parts) => {
                for part in parts {
                    self.emit(part)?;
                }
            }
            Tree::Choice(branches) => self.emit_choice(branches)?,
            Tree::Repeat { tree, least, most } => self.emit_repeat(tree, *least, *most)?,
        }
        Ok(())
    }

    fn emit_choice(&mut self, branches: &[Tree]) -> Result<(), PatternError> {
        let mut exits = Vec::new();
        for branch in branches {
            let fork = self.push(Instruction::Found)?;
            self.emit(branch)?;
            exits.push(self.push(Instruction::Found)?);
            let next = self.here();
            self.replace(fork, Instruction::Fork(fork.saturating_add(1), next));
        }
        // The last branch's fork leads to a dead end: no branch matched.
        self.push(Instruction::Class(Class { expected: Expected::Present, items: Vec::new() }))?;
        let end = self.here();
        for exit in exits {
            self.replace(exit, Instruction::Jump(end));
        }
        Ok(())
    }

    fn emit_repeat(
        &mut self,
        tree: &Tree,
        least: u32,
        most: Option<u32>,
    ) -> Result<(), PatternError> {
        for _ in 0..least {
            self.emit(tree)?;
        }
        let Some(most) = most else {
            let fork = self.push(Instruction::Found)?;
            self.emit(tree)?;
            self.push(Instruction::Jump(fork))?;
            let next = self.here();
            self.replace(fork, Instruction::Fork(fork.saturating_add(1), next));
            return Ok(());
        };
        let mut forks = Vec::new();
        for _ in least..most {
            forks.push(self.push(Instruction::Found)?);
            self.emit(tree)?;
        }
        let end = self.here();
        for fork in forks {
            self.replace(fork, Instruction::Fork(fork.saturating_add(1), end));
        }
        Ok(())
    }

    /// Whether the program finds something in `text`.
    pub(super) fn run(&self, text: &str, fuel: &mut Fuel) -> Result<bool, OutOfFuel> {
        let size = self.instructions.len();
        let mut now = Threads::new(size);
        let mut next = Threads::new(size);
        let mut signs = text.chars();
        let mut place = Place { before: None, after: signs.next() };
        let mut round: usize = 0;
        loop {
            round = round.saturating_add(1);
            // The expression may begin at every place.
            if self.follow(0, place, round, &mut now) {
                return Ok(true);
            }
            let Some(sign) = place.after else { return Ok(false) };
            fuel.burn(now.active.len().saturating_add(1))?;
            place = Place { before: Some(sign), after: signs.next() };
            let following = round.saturating_add(1);
            let mut moved = now.active.drain(..).filter(|thread| self.accepts(*thread, sign));
            if moved.any(|at| self.follow(at.saturating_add(1), place, following, &mut next)) {
                return Ok(true);
            }
            drop(moved);
            core::mem::swap(&mut now, &mut next);
        }
    }

    /// Adds `entry` and all that it leads to without reading a sign; true at [`Found`].
    ///
    /// [`Found`]: Instruction::Found
    fn follow(&self, entry: usize, place: Place, round: usize, threads: &mut Threads) -> bool {
        let mut open = vec![entry];
        while let Some(at) = open.pop() {
            if !threads.is_new(at, round) {
                continue;
            }
            let next = at.saturating_add(1);
            match self.instructions.get(at) {
                Some(Instruction::Found) => return true,
                Some(Instruction::Jump(to)) => open.push(*to),
                Some(Instruction::Fork(first, second)) => open.extend([*second, *first]),
                Some(Instruction::Start) if place.before.is_none() => open.push(next),
                Some(Instruction::End) if place.after.is_none() => open.push(next),
                Some(Instruction::Boundary(expected)) if place.is_edge() == *expected => {
                    open.push(next);
                }
                Some(Instruction::Start | Instruction::End | Instruction::Boundary(_)) | None => {}
                Some(Instruction::Sign(_) | Instruction::AnySign | Instruction::Class(_)) => {
                    threads.active.push(at);
                }
            }
        }
        false
    }

    fn cased(&self, sign: char) -> char {
        match self.case {
            Case::Exact => sign,
            Case::Ignored => fold(sign),
        }
    }

    fn accepts(&self, thread: usize, sign: char) -> bool {
        match self.instructions.get(thread) {
            Some(Instruction::Sign(wanted)) => *wanted == self.cased(sign),
            Some(Instruction::AnySign) => !matches!(sign, '\n' | '\r' | '\u{2028}' | '\u{2029}'),
            Some(Instruction::Class(class)) => self.is_in_class(class, sign),
            Some(
                Instruction::Start
                | Instruction::End
                | Instruction::Boundary(_)
                | Instruction::Jump(_)
                | Instruction::Fork(..)
                | Instruction::Found,
            )
            | None => false,
        }
    }

    fn is_in_class(&self, class: &Class, sign: char) -> bool {
        let mut is_member = has_member(class, sign);
        if self.case == Case::Ignored && !is_member {
            let upper = fold(sign);
            is_member = has_member(class, upper)
                || single(upper.to_lowercase()).is_some_and(|lower| has_member(class, lower));
        }
        is_member == (class.expected == Expected::Present)
    }
}

impl Place {
    /// Whether a word begins or ends here.
    fn is_edge(self) -> Expected {
        if is_word(self.before) == is_word(self.after) {
            Expected::Absent
        } else {
            Expected::Present
        }
    }
}

impl Threads {
    fn new(size: usize) -> Self {
        Self { active: Vec::new(), seen_at: vec![0; size] }
    }

    /// Marks `at` as seen in `round`; false if it was.
    fn is_new(&mut self, at: usize, round: usize) -> bool {
        match self.seen_at.get_mut(at) {
            Some(seen) if *seen != round => {
                *seen = round;
                true
            }
            _ => false,
        }
    }
}

fn has_member(class: &Class, sign: char) -> bool {
    class.items.iter().any(|item| match item {
        ClassItem::Range(low, high) => (*low..=*high).contains(&sign),
        ClassItem::Digit(expected) => sign.is_ascii_digit() == (*expected == Expected::Present),
        ClassItem::Word(expected) => is_word(Some(sign)) == (*expected == Expected::Present),
        ClassItem::Space(expected) => {
            let is_space = sign.is_whitespace() || sign == '\u{feff}';
            is_space == (*expected == Expected::Present)
        }
    })
}

fn is_word(sign: Option<char>) -> bool {
    sign.is_some_and(|sign| sign.is_ascii_alphanumeric() || sign == '_')
}

/// The form in which two signs that differ only in case are the same: JavaScript's
/// `Canonicalize` without the flag `u`.
fn fold(sign: char) -> char {
    match single(sign.to_uppercase()) {
        // Not so that a non-ASCII sign becomes an ASCII one (ſ is not S).
        Some(upper) if sign.is_ascii() || !upper.is_ascii() => upper,
        _ => sign,
    }
}

fn single(mut signs: impl Iterator<Item = char>) -> Option<char> {
    let first = signs.next()?;
    signs.next().is_none().then_some(first)
}
