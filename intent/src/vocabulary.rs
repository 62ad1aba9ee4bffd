//! The pieces that the model knows, read from `vocab.txt`.
//!
//! The file is plain text: a first line that names the format, a line of traditional characters, a line of their
//! simplified forms, then one piece a line with its score in hundredths of a nat. A piece's number is its place, after
//! the three special tokens.

use std::collections::BTreeMap;

use thiserror::Error;

/// The first line of the file.
const HEADER: &str = "proffer-vocabulary 1";

/// Number of the token for what is not known.
pub const UNKNOWN: u32 = 0;
/// Number of the token that stands before each message and gathers its meaning.
pub const CLASS: u32 = 1;
/// Number of the token for a long number.
pub const LONG_NUMBER: u32 = 2;
/// How many special tokens stand before the pieces.
const SPECIALS: u32 = 3;

/// Pieces that are taken at most; ours has about 4,200.
const PIECES_MAX: usize = 65_536;

/// The pieces that the model knows.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    pieces: BTreeMap<Box<str>, Piece>,
    simplified: BTreeMap<char, char>,
}

/// One piece of text that is a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// The token's number.
    pub number: u32,
    /// How common it is, as the hundredfold logarithm of its probability.
    pub score: i32,
}

/// A vocabulary file that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum VocabularyError {
    /// The bytes are not UTF-8 text.
    #[error("vocabulary is not UTF-8 text")]
    Encoding,
    /// The first line names another format.
    #[error("vocabulary does not start with `{HEADER}`")]
    Header,
    /// A line is not a piece and a score.
    #[error("vocabulary line {0} is not a piece, a tab and a score")]
    Line(usize),
    /// There are too many pieces.
    #[error("vocabulary has more than {PIECES_MAX} pieces")]
    Size,
}

impl Vocabulary {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// [`VocabularyError`] says what is wrong, and where.
    pub fn parse(bytes: &[u8]) -> Result<Self, VocabularyError> {
        let text = core::str::from_utf8(bytes).map_err(|_bad| VocabularyError::Encoding)?;
        let mut lines = text.lines();
        if lines.next() != Some(HEADER) {
            return Err(VocabularyError::Header);
        }
        let traditional = lines.next().unwrap_or_default().chars();
        let simplified = traditional.zip(lines.next().unwrap_or_default().chars()).collect();

        let mut pieces = BTreeMap::new();
        for (at, line) in lines.enumerate() {
            let number =
                u32::try_from(at).ok().filter(|_| at < PIECES_MAX).ok_or(VocabularyError::Size)?;
            // The three lines before are the header and the characters.
            let (piece, score) =
                read_line(line).ok_or(VocabularyError::Line(at.saturating_add(4)))?;
            pieces.insert(piece.into(), Piece { number: number.saturating_add(SPECIALS), score });
        }
        Ok(Self { pieces, simplified })
    }

    /// The token that is written `piece`.
    #[must_use]
    pub fn get(&self, piece: &str) -> Option<Piece> {
        self.pieces.get(piece).copied()
    }

    /// The simplified form of a traditional character; any other character itself.
    #[must_use]
    pub fn simplify(&self, c: char) -> char {
        if c.is_ascii() { c } else { self.simplified.get(&c).copied().unwrap_or(c) }
    }

    /// How many tokens there are, special ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pieces.len().saturating_add(3)
    }

    /// Whether there is no piece at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }
}

fn read_line(line: &str) -> Option<(&str, i32)> {
    let (piece, score) = line.split_once('\t')?;
    Some((piece, score.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_numbered_by_its_place_after_the_special_tokens() {
        let vocabulary =
            Vocabulary::parse("proffer-vocabulary 1\n貨\n货\n退\t-900\n退货\t-1100\n".as_bytes())
                .expect("good");
        assert_eq!(vocabulary.get("退货"), Some(Piece { number: 4, score: -1100 }));
        assert_eq!(vocabulary.simplify('貨'), '货');
        assert_eq!(vocabulary.simplify('退'), '退');
    }

    #[test]
    fn a_bad_line_is_named() {
        let bad = Vocabulary::parse(b"proffer-vocabulary 1\n\n\nab -1\n").expect_err("no tab");
        assert_eq!(bad, VocabularyError::Line(4));
        assert_eq!(Vocabulary::parse(b"x").expect_err("other file"), VocabularyError::Header);
    }
}
