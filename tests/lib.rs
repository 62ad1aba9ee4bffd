//! Where the written cases and the public suites are found.
