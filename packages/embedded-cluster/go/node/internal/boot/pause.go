package boot

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"runtime"
	"time"

	"fairlead/embedded-node/internal/layout"
	"fairlead/embedded-node/internal/settings"
	"fairlead/embedded-node/internal/supervise"
)

type object = map[string]any

// importPauseImage gives containerd the one image that every pod needs and that no registry here has.
func importPauseImage(supervisor *supervise.Supervisor, l layout.Layout, conditions layout.Conditions) error {
	program, err := os.ReadFile(l.Bin("pause"))
	if err != nil {
		return err
	}
	archive, err := pauseArchive(program)
	if err != nil {
		return err
	}
	path := l.In("tmp", "pause.tar")
	if err := layout.WriteFile(path, archive); err != nil {
		return err
	}
	logFile, err := OpenLog(l.In("logs", "init.log"))
	if err != nil {
		return err
	}
	defer logFile.Close()
	return supervisor.RunOnce(supervise.Process{
		Name: "ctr", Path: "ctr", Log: logFile,
		Args: []string{"--address", layout.ContainerdSocket, "--namespace", "k8s.io", "images", "import", "--snapshotter", conditions.Snapshotter, path},
	})
}

// pauseArchive is an image archive with one layer of one file. Same program, same bytes, same image.
func pauseArchive(program []byte) ([]byte, error) {
	layer, err := tarOf([]tarFile{{"pause", 0o755, program}})
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(layer)
	config, err := json.Marshal(object{
		"architecture": runtime.GOARCH, "os": "linux", "created": "1970-01-01T00:00:00Z",
		"config": object{"Entrypoint": []string{"/pause"}, "User": "65535:65535"},
		"rootfs": object{"type": "layers", "diff_ids": []string{"sha256:" + hex.EncodeToString(sum[:])}},
	})
	if err != nil {
		return nil, err
	}
	manifest, err := json.Marshal([]object{{"Config": "config.json", "RepoTags": []string{settings.PauseImage}, "Layers": []string{"layer.tar"}}})
	if err != nil {
		return nil, err
	}
	return tarOf([]tarFile{{"layer.tar", 0o644, layer}, {"config.json", 0o644, config}, {"manifest.json", 0o644, manifest}})
}

type tarFile struct {
	name    string
	mode    int64
	content []byte
}

func tarOf(files []tarFile) ([]byte, error) {
	var buffer bytes.Buffer
	writer := tar.NewWriter(&buffer)
	for _, file := range files {
		header := &tar.Header{Name: file.name, Mode: file.mode, Size: int64(len(file.content)), ModTime: time.Unix(0, 0), Typeflag: tar.TypeReg}
		if err := writer.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := writer.Write(file.content); err != nil {
			return nil, err
		}
	}
	if err := writer.Close(); err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil
}
