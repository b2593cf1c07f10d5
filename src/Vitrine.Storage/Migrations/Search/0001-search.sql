-- Words of texts, for each kind that has any; rowid is the fact's key, the text itself is not kept a second time.
create virtual table search_image using fts5 (text, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2');
create virtual table search_message using fts5 (text, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2');

-- The last arrival that is in the index, and whether it was left half built.
create table progress (seq integer not null, building integer not null);
insert into progress (seq, building) values (0, 0);

-- Larger runs in memory before they become a segment: fewer segments to merge.
insert into search_image (search_image, rank) values ('hashsize', 8388608);
insert into search_message (search_message, rank) values ('hashsize', 8388608);
