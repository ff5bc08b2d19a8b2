package main

import (
	"encoding/binary"
	"os"
)

const startCode = "\x00\x00\x00\x01"

// writeFrames gives each decodable frame to a descriptor: length and read time (u32 and i64, little-endian), then Annex B.
func writeFrames(stream *Stream, to *os.File) {
	stream.Whole = func(frame Frame, payloads [][]byte) {
		var unit []byte
		for _, payload := range payloads {
			unit = appendUnits(unit, payload)
		}
		head := binary.LittleEndian.AppendUint32(nil, uint32(len(unit)))
		head = binary.LittleEndian.AppendUint64(head, uint64(frame.At))
		_, _ = to.Write(append(head, unit...))
	}
}

// appendUnits undoes RFC 6184: single unit, STAP-A or a fragment.
func appendUnits(unit, payload []byte) []byte {
	switch payload[0] & naluType {
	case stapA:
		for rest := payload[1:]; len(rest) > 2; {
			length := int(binary.BigEndian.Uint16(rest))
			if length > len(rest)-2 {
				break
			}
			unit = append(append(unit, startCode...), rest[2:2+length]...)
			rest = rest[2+length:]
		}
		return unit
	case fuA:
		if payload[1]&0x80 != 0 {
			unit = append(append(unit, startCode...), payload[0]&0xe0|payload[1]&naluType)
		}
		return append(unit, payload[2:]...)
	default:
		return append(append(unit, startCode...), payload...)
	}
}
