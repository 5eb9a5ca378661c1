-- The words of a topic in both languages, by which topics like it are found. Beside the project, for the topics of closed years
-- are compared too. Null: the topic is new or was changed by a release that knows no words; the worker fills it in, and until
-- then the topic is found by its letters.
create table topic_words (
  project_id uuid primary key references projects on delete cascade,
  words text[]
);
create index topic_words_words on topic_words using gin (words);
create index topic_words_missing on topic_words (project_id) where words is null;
insert into topic_words (project_id) select id from projects;

create function forget_topic_words() returns trigger language plpgsql as $$
begin
  insert into topic_words (project_id) values (new.id)
    on conflict (project_id) do update set words = null where topic_words.words is not null;
  return null;
end $$;
create trigger projects_topic_written after insert on projects for each row execute function forget_topic_words();
create trigger projects_topic_changed after update of topic_lo_key, topic_en_key on projects for each row
  when (old.topic_lo_key <> new.topic_lo_key or old.topic_en_key <> new.topic_en_key)
  execute function forget_topic_words();
