// Package recording reads and plays the access-unit files that bench/webrtc/recording.py writes.
package recording

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

const (
	magic        = "LOOKAU1\n"
	headerLength = 20
	recordLength = 16

	// StampLength is the length of the stamp at the end of each access unit: "LKAU", number (8) and time (16) in hexadecimal digits.
	StampLength = 28
)

// Unit is one access unit in Annex B.
type Unit struct {
	Key   bool
	Bytes []byte
}

// File is a recording, loaded.
type File struct {
	Rate  int
	Units []Unit
}

// Load reads a recording.
func Load(path string) (*File, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if len(data) < headerLength || !bytes.HasPrefix(data, []byte(magic)) {
		return nil, fmt.Errorf("%s holds no access units", path)
	}
	file := &File{Rate: int(binary.LittleEndian.Uint32(data[16:]))}
	for rest := data[headerLength:]; len(rest) > 0; {
		length := int(binary.LittleEndian.Uint32(rest[12:]))
		file.Units = append(file.Units, Unit{Key: binary.LittleEndian.Uint32(rest[8:]) == 1, Bytes: rest[recordLength : recordLength+length]})
		rest = rest[recordLength+length:]
	}
	return file, nil
}

// Now is CLOCK_MONOTONIC in nanoseconds, the clock of every side.
func Now() int64 {
	var now unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_MONOTONIC, &now)
	return now.Nano()
}

// Player plays a recording by absolute time, for ever.
type Player struct {
	Recording *File
	// KeyFrames are the same frames each as a key frame; nil when nobody can ask for one.
	KeyFrames *File
	// Send takes each access unit; due is when it should have been sent.
	Send func(unit []byte, due int64)

	asked int32
}

// AskForKeyFrame makes the next frame a key frame.
func (p *Player) AskForKeyFrame() { atomic.StoreInt32(&p.asked, 1) }

// Play tells of each key frame on standard output.
func (p *Player) Play() {
	start := Now()
	for index := int64(0); ; index++ {
		due := start + index*int64(time.Second)/int64(p.Recording.Rate)
		time.Sleep(time.Duration(due - Now()))
		place := int(index % int64(len(p.Recording.Units)))
		unit, kind := p.Recording.Units[place], "regular"
		if p.KeyFrames != nil && atomic.SwapInt32(&p.asked, 0) == 1 && !unit.Key {
			unit, kind = p.KeyFrames.Units[place], "asked"
		}
		now := Now()
		copy(unit.Bytes[len(unit.Bytes)-StampLength:], fmt.Sprintf("LKAU%08x%016x", uint32(index), now))
		p.Send(unit.Bytes, due)
		if unit.Key {
			fmt.Printf("key 0 %d %s\n", now, kind)
		}
	}
}
