//! What can go wrong around the service: its database, its disk, its clients, its clock, its catalogs.

mod bodies;
mod catalogs;
mod clock;
mod cluster;
mod disk;
mod load;
mod outage;
mod slow;
