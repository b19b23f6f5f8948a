//! State: saved and loaded exactly.
