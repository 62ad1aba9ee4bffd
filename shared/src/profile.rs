//! The living portrait of one person, as a fold over their events.
