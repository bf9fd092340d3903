//go:build !postgres

package main

import (
	"database/sql"
	"errors"
)

// A run on SQLite needs neither pgx nor the many packages that it brings.
func openPostgres(string) (*sql.DB, error) {
	return nil, errors.New("built without PostgreSQL; build with -tags postgres")
}
