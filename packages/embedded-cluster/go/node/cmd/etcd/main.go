// Command etcd stores the cluster. It is apart from Kubernetes because a small program needs half the memory.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() { etcdmain.Main(os.Args) }
