import { layout } from "./layout.ts";

/**
 * The inbox: links to sign in that were asked for, sessions, tokens of programs, and what was done there. A line of what was done is written before
 * it is done; only its outcome comes later, and once.
 */
export const inbox = layout(({ database, integer, counted, strict, keyed }) => [
  `create table sign_ins (
     id text primary key, token_hash text not null unique, email text not null, asked_at ${integer} not null,
     expires_at ${integer} not null)${strict}`,
  `create table sessions (
     token_hash text primary key, email text not null, created_at ${integer} not null, expires_at ${integer} not null)${keyed}`,
  `create table api_tokens (
     id text primary key, name text not null, role text not null, token_hash text not null unique,
     created_at ${integer} not null, created_by text not null, expires_at ${integer} not null)${strict}`,
  `create table audit (
     seq ${counted}, at ${integer} not null, name text not null, role text not null, action text not null,
     about text not null, status ${integer})${strict}`,
  `create index deliveries_of_sign_ins on deliveries (settled_at) where kind = 'sign-in'`,
  ...(database === "sqlite" ? appendOnly.sqlite : appendOnly.postgres),
]);

const isAnother = `old.status is not null or new.seq <> old.seq or new.at <> old.at or new.name <> old.name
  or new.role <> old.role or new.action <> old.action or new.about <> old.about`;

const appendOnly = {
  sqlite: [
    `create trigger audit_stays before update on audit when ${isAnother}
       begin select raise(abort, 'the audit trail is append-only'); end`,
  ],
  postgres: [
    `create function audit_is_append_only() returns trigger language plpgsql as '
       begin
         if ${isAnother} then raise exception ''the audit trail is append-only''; end if;
         return new;
       end'`,
    `create trigger audit_stays before update on audit for each row execute function audit_is_append_only()`,
  ],
};
