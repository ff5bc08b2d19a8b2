// Viewers on Pion: they decrypt, put in order and count; they never decode. One line of JSON on standard output for each command:
//
//	join N EVERY-MS [leave]   N viewers, one each EVERY-MS (0: all at once); milliseconds from POST to the first complete key frame, -1: none in 15 s
//	start                     the counts begin anew
//	stop                      the counts since
//	close                     all viewers leave
//
// The end of standard input ends it.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"sync"
	"time"

	"bench/recording"
)

const joinPatience = 15 * time.Second

type joins struct {
	Milliseconds []float64 `json:"ms"`
	Errors       []string  `json:"errors"`
}

type window struct {
	Nanoseconds int64    `json:"ns"`
	Viewers     []Counts `json:"viewers"`
}

type audience struct {
	way     Way
	first   Way
	decode  bool
	viewers []*Viewer
	started int64
}

func main() {
	a := &audience{}
	flag.StringVar(&a.way.WHEP, "whep", "", "URL to post offers to")
	flag.StringVar(&a.way.Janus, "janus", "", "URL of Janus' API, in place of it")
	flag.StringVar(&a.way.Profile, "profile", "gcm", "gcm or ctr")
	flag.BoolVar(&a.way.Loopback, "loopback", true, "on 127.0.0.1, else on the machine's other addresses")
	flag.BoolVar(&a.way.AskPLI, "pli", true, "ask for a key frame while there is none")
	flag.BoolVar(&a.way.Stamped, "stamped", false, "have the kernel tell when packets came")
	via := flag.String("via", "", "address through which the first viewer reaches the server")
	flag.BoolVar(&a.decode, "decode", false, "write the first viewer's frames to descriptor 3")
	flag.Parse()
	a.first = a.way
	a.first.Via = *via

	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		answer, err := a.command(lines.Text())
		if err != nil {
			log.Fatal(err)
		}
		if err = json.NewEncoder(os.Stdout).Encode(answer); err != nil {
			log.Fatal(err)
		}
	}
	a.close()
}

func (a *audience) command(line string) (any, error) {
	var word, option string
	var count, every int
	fields, _ := fmt.Sscan(line, &word, &count, &every, &option)
	switch {
	case word == "join" && fields >= 3:
		return a.join(count, time.Duration(every)*time.Millisecond, option == "leave"), nil
	case word == "start":
		for _, v := range a.viewers {
			v.Stream.Take()
		}
		a.started = recording.Now()
		return struct{}{}, nil
	case word == "stop":
		w := window{Nanoseconds: recording.Now() - a.started}
		for _, v := range a.viewers {
			w.Viewers = append(w.Viewers, v.Stream.Take())
		}
		return w, nil
	case word == "close":
		a.close()
		return struct{}{}, nil
	}
	return nil, fmt.Errorf("no command %q", line)
}

func (a *audience) join(count int, every time.Duration, leave bool) joins {
	result := joins{Milliseconds: make([]float64, count)}
	var mu sync.Mutex
	var all sync.WaitGroup
	for i := 0; i < count; i++ {
		way := a.way
		if len(a.viewers) == 0 && i == 0 {
			way = a.first
		}
		all.Add(1)
		go func(i int) {
			defer all.Done()
			viewer, ms, err := a.one(way)
			mu.Lock()
			defer mu.Unlock()
			result.Milliseconds[i] = ms
			if err != nil {
				result.Errors = append(result.Errors, err.Error())
				return
			}
			if leave {
				viewer.close()
				return
			}
			// The first way's viewer is the first in every answer.
			if way.Via != "" {
				a.viewers = append([]*Viewer{viewer}, a.viewers...)
			} else {
				a.viewers = append(a.viewers, viewer)
			}
		}(i)
		time.Sleep(every)
	}
	all.Wait()
	return result
}

func (a *audience) one(way Way) (*Viewer, float64, error) {
	viewer, err := NewViewer(way)
	if err != nil {
		return nil, -1, err
	}
	if a.decode {
		writeFrames(viewer.Stream, os.NewFile(3, "frames"))
	}
	if way.Janus != "" {
		err = viewer.joinJanus(way)
	} else {
		err = viewer.joinWHEP(way)
	}
	if err != nil {
		viewer.close()
		return nil, -1, err
	}
	select {
	case at := <-viewer.joined:
		return viewer, float64(at-viewer.posted) / 1e6, nil
	case <-time.After(joinPatience):
		viewer.close()
		return nil, -1, fmt.Errorf("no key frame in %s", joinPatience)
	}
}

func (a *audience) close() {
	var all sync.WaitGroup
	for _, viewer := range a.viewers {
		all.Add(1)
		go func(v *Viewer) {
			defer all.Done()
			v.close()
		}(viewer)
	}
	all.Wait()
	a.viewers = nil
}

func (v *Viewer) close() {
	if v.leave != nil {
		v.leave()
	}
	_ = v.peer.Close()
}
