package addons

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v13/controller"
)

func claim() controller.ProvisionOptions {
	return controller.ProvisionOptions{
		PVName:       "pvc-1",
		PVC:          &corev1.PersistentVolumeClaim{ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: "data"}},
		StorageClass: &storagev1.StorageClass{ReclaimPolicy: pointer(corev1.PersistentVolumeReclaimDelete)},
	}
}

func TestAVolumeIsWritableForPodsThatAreNotRoot(t *testing.T) {
	f := folders{root: t.TempDir()}
	volume, _, err := f.Provision(context.Background(), claim())
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(volume.Spec.Local.Path)
	if err != nil || info.Mode().Perm() != 0o777 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if err := f.Delete(context.Background(), volume); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(volume.Spec.Local.Path); !os.IsNotExist(err) {
		t.Error("the folder outlived its volume")
	}
}

func TestOnlyFoldersOfVolumesAreDeleted(t *testing.T) {
	root := t.TempDir()
	f := folders{root: filepath.Join(root, "volumes")}
	for _, path := range []string{root, "/", filepath.Join(f.root, ".."), f.root, filepath.Join(f.root, "another_shop_data"), filepath.Join(f.root, "pvc-1_a", "..", "..")} {
		volume := &corev1.PersistentVolume{ObjectMeta: metav1.ObjectMeta{Name: "pvc-1"}}
		volume.Spec.Local = &corev1.LocalVolumeSource{Path: path}
		if err := f.Delete(context.Background(), volume); err == nil {
			t.Errorf("%s would have been deleted", path)
		}
	}
	if _, err := os.Stat(root); err != nil {
		t.Fatal(err)
	}
}
