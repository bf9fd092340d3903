package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	_ "github.com/mattn/go-sqlite3"
)

var errNotFound = errors.New("not found")

const columns = "id, first_name, last_name, email, mobile_number, subject, message, " +
	"viewed, viewed_at, created_at, updated_at"

// grant is what a token allows for one permission code.
type grant struct{ active, staff, admin, hasCode bool }

// store runs prepared statements: reads on a pool of connections, writes on
// their own pool, which for SQLite is a single connection, so that writers
// queue in the process instead of polling the lock of the file.
type store struct {
	reader, writer *sql.DB
	textTimes      bool

	authorized, counted, paged, selected *sql.Stmt
	inserted, viewed, updated            *sql.Stmt
}

func openStore(dsn string) (*store, error) {
	s := &store{}
	if path, ok := strings.CutPrefix(dsn, "sqlite:///"); ok {
		mode := os.Getenv("SQLITE_SYNCHRONOUS")
		if mode == "" {
			mode = "NORMAL"
		}
		options := url.Values{"_journal_mode": {"WAL"}, "_synchronous": {mode},
			"_busy_timeout": {"10000"}, "_cache_size": {"-16000"}}
		name := "file:" + path + "?" + options.Encode()
		var err error
		if s.writer, err = sql.Open("sqlite3", name); err != nil {
			return nil, err
		}
		if s.reader, err = sql.Open("sqlite3", name); err != nil {
			return nil, err
		}
		s.textTimes = true
		s.writer.SetMaxOpenConns(1)
		s.reader.SetMaxOpenConns(4)
		s.reader.SetMaxIdleConns(4)
	} else {
		db, err := openPostgres(dsn)
		if err != nil {
			return nil, err
		}
		s.reader, s.writer = db, db
	}
	return s, s.prepare()
}

func (s *store) close() {
	s.reader.Close()
	s.writer.Close()
}

func (s *store) prepare() error {
	inserting := "INSERT INTO contacts (first_name, last_name, email, mobile_number, subject, " +
		"message, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7) RETURNING " + columns
	updating := "UPDATE contacts SET first_name = COALESCE($1, first_name), " +
		"last_name = COALESCE($2, last_name), email = COALESCE($3, email), " +
		"mobile_number = COALESCE($4, mobile_number), subject = COALESCE($5, subject), " +
		"message = COALESCE($6, message), updated_at = $7 WHERE id = $8 RETURNING " + columns
	for _, entry := range []struct {
		into **sql.Stmt
		db   *sql.DB
		text string
	}{
		{&s.authorized, s.reader, "SELECT u.is_active, u.is_staff, u.is_admin, EXISTS (" +
			"SELECT 1 FROM user_permissions p WHERE p.user_id = u.id AND p.code = $1) " +
			"FROM tokens t JOIN users u ON u.id = t.user_id WHERE t.key = $2"},
		{&s.counted, s.reader, "SELECT COUNT(*) FROM contacts"},
		{&s.paged, s.reader, "SELECT " + columns + " FROM contacts " +
			"ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2"},
		{&s.selected, s.reader, "SELECT " + columns + " FROM contacts WHERE id = $1"},
		{&s.viewed, s.writer, "UPDATE contacts SET viewed = true, viewed_at = $1 " +
			"WHERE id = $2 AND NOT viewed RETURNING " + columns},
		{&s.inserted, s.writer, inserting},
		{&s.updated, s.writer, updating},
	} {
		var err error
		if *entry.into, err = entry.db.Prepare(entry.text); err != nil {
			return fmt.Errorf("prepare %q: %w", entry.text, err)
		}
	}
	return nil
}

// moment is the current time in the form that the database keeps.
func (s *store) moment() any {
	now := time.Now().UTC()
	if s.textTimes {
		return now.Format(stampForm)
	}
	return now
}

type scanner interface{ Scan(...any) error }

func (s *store) scan(row scanner) (*Contact, error) {
	var c Contact
	var seen, created, updated any = &c.ViewedAt, &c.CreatedAt, &c.UpdatedAt
	var seenTime sql.NullTime
	var createdTime, updatedTime time.Time
	if !s.textTimes {
		seen, created, updated = &seenTime, &createdTime, &updatedTime
	}
	err := row.Scan(&c.ID, &c.FirstName, &c.LastName, &c.Email, &c.MobileNumber,
		&c.Subject, &c.Message, &c.Viewed, seen, created, updated)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, errNotFound
	}
	if err != nil {
		return nil, err
	}
	if !s.textTimes {
		c.CreatedAt = createdTime.UTC().Format(stampForm)
		c.UpdatedAt = updatedTime.UTC().Format(stampForm)
		if seenTime.Valid {
			text := seenTime.Time.UTC().Format(stampForm)
			c.ViewedAt = &text
		}
	}
	return &c, nil
}

func (s *store) authorize(ctx context.Context, key string, code int) (grant, error) {
	var g grant
	err := s.authorized.QueryRowContext(ctx, code, key).Scan(&g.active, &g.staff, &g.admin, &g.hasCode)
	if errors.Is(err, sql.ErrNoRows) {
		err = errNotFound
	}
	return g, err
}

func (s *store) create(ctx context.Context, f *Fields) (*Contact, error) {
	return s.scan(s.inserted.QueryRowContext(ctx, f.FirstName.Value, f.LastName.Value,
		f.Email.Value, f.MobileNumber.Value, f.Subject.Value, f.Message.Value, s.moment()))
}

func (s *store) page(ctx context.Context, limit, offset int) (int, []Contact, error) {
	var count int
	if err := s.counted.QueryRowContext(ctx).Scan(&count); err != nil {
		return 0, nil, err
	}
	rows, err := s.paged.QueryContext(ctx, limit, offset)
	if err != nil {
		return 0, nil, err
	}
	defer rows.Close()
	results := make([]Contact, 0, limit)
	for rows.Next() {
		contact, err := s.scan(rows)
		if err != nil {
			return 0, nil, err
		}
		results = append(results, *contact)
	}
	return count, results, rows.Err()
}

func (s *store) read(ctx context.Context, id int64) (*Contact, error) {
	contact, err := s.scan(s.selected.QueryRowContext(ctx, id))
	if err != nil || contact.Viewed {
		return contact, err
	}
	contact, err = s.scan(s.viewed.QueryRowContext(ctx, s.moment(), id))
	if errors.Is(err, errNotFound) {
		return s.scan(s.selected.QueryRowContext(ctx, id))
	}
	return contact, err
}

func (s *store) update(ctx context.Context, id int64, f *Fields) (*Contact, error) {
	given := func(t Text) any {
		if t.Given {
			return t.Value
		}
		return nil
	}
	return s.scan(s.updated.QueryRowContext(ctx, given(f.FirstName), given(f.LastName),
		given(f.Email), given(f.MobileNumber), given(f.Subject), given(f.Message), s.moment(), id))
}
