package boot

import (
	"log"
	"os"
	"path/filepath"
	"time"
)

const (
	maxLog   = 10 << 20
	lookEach = 10 * time.Second
)

// OpenLog opens a log for appending, so that it may be cut while somebody writes to it.
func OpenLog(path string) (*os.File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	if err := cutLog(path); err != nil {
		return nil, err
	}
	return os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
}

// keepLogsShort cuts the logs of a folder for as long as this process runs; members never close theirs.
func keepLogsShort(folder string) {
	for range time.Tick(lookEach) {
		paths, _ := filepath.Glob(filepath.Join(folder, "*.log"))
		for _, path := range paths {
			if err := cutLog(path); err != nil {
				log.Printf("%s was not cut: %v", path, err)
			}
		}
	}
}

// cutLog moves what a long log holds to a file beside it, in place of what that one held before. The log itself stays
// the same file, since its writers have it open; what they write in between is lost.
func cutLog(path string) error {
	info, err := os.Stat(path)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil || info.Size() <= maxLog {
		return err
	}
	held, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := os.WriteFile(path+".1", held, 0o600); err != nil {
		return err
	}
	return os.Truncate(path, 0)
}
