// Command probe is what a pod can find out about its cluster, by HTTP.
package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
)

func main() {
	http.HandleFunc("/lookup", func(w http.ResponseWriter, r *http.Request) {
		answer(w)(net.LookupHost(r.FormValue("name")))
	})
	http.HandleFunc("/dial", func(w http.ResponseWriter, r *http.Request) {
		connection, err := net.Dial("tcp", r.FormValue("address"))
		if err == nil {
			connection.Close()
		}
		answer(w)(nil, err)
	})
	http.HandleFunc("/append", func(w http.ResponseWriter, r *http.Request) {
		file, err := os.OpenFile("/data/lines", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err == nil {
			_, err = io.WriteString(file, r.FormValue("line")+"\n")
			file.Close()
		}
		answer(w)(nil, err)
	})
	http.HandleFunc("/read", func(w http.ResponseWriter, _ *http.Request) {
		content, err := os.ReadFile("/data/lines")
		answer(w)([]string{string(content)}, err)
	})
	fmt.Println(http.ListenAndServe(":8080", nil))
}

func answer(w http.ResponseWriter) func([]string, error) {
	return func(lines []string, err error) {
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		for _, line := range lines {
			fmt.Fprint(w, line)
		}
	}
}
