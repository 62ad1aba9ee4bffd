//! The intent model in a Web Worker.
