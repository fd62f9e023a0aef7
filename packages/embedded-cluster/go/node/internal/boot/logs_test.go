package boot

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestALongLogIsCutWhileItIsWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "logs", "etcd.log")
	writer, err := OpenLog(path)
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	for _, line := range []string{"first\n", "second\n"} {
		if _, err := writer.Write(append(bytes.Repeat([]byte("x"), maxLog), line...)); err != nil {
			t.Fatal(err)
		}
		if err := cutLog(path); err != nil {
			t.Fatal(err)
		}
		if before, err := os.ReadFile(path + ".1"); err != nil || !bytes.HasSuffix(before, []byte(line)) || len(before) != maxLog+len(line) {
			t.Fatalf("%d bytes were kept, %v", len(before), err)
		}
	}
	if _, err := writer.WriteString("third\n"); err != nil {
		t.Fatal(err)
	}
	if held, err := os.ReadFile(path); err != nil || string(held) != "third\n" {
		t.Fatalf("the log holds %q, %v", held, err)
	}
}

func TestAShortLogIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "etcd.log")
	if err := os.WriteFile(path, bytes.Repeat([]byte("x"), maxLog), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := cutLog(path); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + ".1"); !os.IsNotExist(err) {
		t.Fatal("a log that is not too long was moved")
	}
}
