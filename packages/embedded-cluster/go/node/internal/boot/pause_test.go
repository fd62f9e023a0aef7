package boot

import (
	"archive/tar"
	"bytes"
	"io"
	"strings"
	"testing"
)

func TestThePauseImageIsTheSameForTheSameProgram(t *testing.T) {
	first, err := pauseArchive([]byte("program"))
	if err != nil {
		t.Fatal(err)
	}
	second, err := pauseArchive([]byte("program"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Error("two archives of one program differ")
	}
}

func TestThePauseArchiveNamesTheImage(t *testing.T) {
	archive, err := pauseArchive([]byte("program"))
	if err != nil {
		t.Fatal(err)
	}
	reader := tar.NewReader(bytes.NewReader(archive))
	for {
		header, err := reader.Next()
		if err != nil {
			t.Fatalf("no manifest: %v", err)
		}
		if header.Name != "manifest.json" {
			continue
		}
		content, err := io.ReadAll(reader)
		if err != nil || !strings.Contains(string(content), "fairlead.local/pause:1") {
			t.Errorf("%s, %v", content, err)
		}
		return
	}
}
