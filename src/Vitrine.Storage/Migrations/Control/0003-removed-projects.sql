-- Projects that are gone but for their folder. A kill between the two leaves the row, and the next start does the rest.
create table removed_project (
    slug text primary key
) without rowid;
