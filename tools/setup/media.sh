#!/usr/bin/env bash
# Makes the demo clips from real footage in Debian packages, into ${LOOKOUT_CACHE:-${XDG_CACHE_HOME:-~/.cache}/lookout}/media:
#   movie-hello.mp4   as it is in the package: H.264 High, 1280x720, 30 fps, 8.3 s
#   demo-street.mp4   pedestrians, 10 fps, 30 s
#   demo-face.mp4     one man's face, 15 fps, 8.3 s
# With "test", the photographs that tests recognise people in, too, into media/people; they are in no image and no release.
# Nothing is installed: packages are downloaded and unpacked in a temporary folder. Quiet when all is there already.
set -euo pipefail

media=${LOOKOUT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lookout}/media
street_sha256=45cddc9490be69345cbdab64ca583be65987e864ca408038e648db99e10516cf
hello_sha256=68162af4e15b20fb61261e55de79e989f53d6295f6226b4bda1905b8c40e9676
# Raise it when the clips are to be made anew.
recipe=1

fail() { echo "media.sh: $*" >&2; exit 1; }
is() { [[ -f $2 ]] && echo "$1  $2" | sha256sum --check --status; }

have_clips() {
  [[ -s $media/demo-street.mp4 && -s $media/demo-face.mp4 && -f $media/NOTICE ]] &&
    [[ $(cat "$media/.recipe" 2>/dev/null) == "$recipe" ]] &&
    is "$hello_sha256" "$media/movie-hello.mp4"
}

# KPhotoAlbum's demo photographs, whose index.xml says who is in each, and NASA's portrait of Eileen Collins.
declare -A album=(
  [jesper.jpg]=5b3b5a6cdf040c238c137fd50d3f4e3aa3f6877b6f031c93ad9b06c45225b7e6
  [jesper_2.jpg]=e7c5112cad4076c0b16f7a822b0bf559859ad84077705442769afb91c81bcb1b
  [bar55.jpg]=dd57f8a93ea84b46d817d3b10d496360b81588da9ea887887d057803cc39c52d
  [bar55_2.jpg]=e2a3ebc63306abf0a3ae898edd69fbc0a5cef16f28450ceb1d32c67c6f7b662a
  [qt-logo.jpg]=12f4d580dff54dab5a4b0c81f4f208cdb1d134782c7b23d2f8c8bab09a80d458
  [anne_helene.jpg]=75dea938bf86530e95c6b74dbcc7fb447947fd17d523121634e08f03e0e7304f
)
astronaut_sha256=88431cd9653ccd539741b555fb0a46b61558b301d4110412b5bc28b5e3ea6cb5

have_people() {
  local name
  for name in "${!album[@]}"; do is "${album[$name]}" "$media/people/$name" || return 1; done
  is "$astronaut_sha256" "$media/people/astronaut.png"
}

make_clips=false
get_people=false
have_clips || make_clips=true
[[ ${1:-} != test ]] || have_people || get_people=true
if ! $make_clips && ! $get_people; then exit 0; fi

for tool in ffmpeg apt-get dpkg; do
  command -v "$tool" >/dev/null || fail "$tool is missing; clips are made on Debian or Ubuntu with ffmpeg (run tools/setup/packages.sh)"
done
mkdir -p "$media"
work=$(mktemp -d "$media/.make.XXXXXX")
trap 'rm -rf "$work"' EXIT

# fetch PACKAGE PATH SHA256: prints where the file lies. Distributions differ in package version, so the file itself is pinned.
fetch() {
  local package=$1 path=$2 sha256=$3
  if [[ ! -d $work/$package ]]; then
    (cd "$work" && apt-get -qq download "$package" 2>"$package.log") ||
      fail "apt-get download $package failed ($(tail -n 1 "$work/$package.log")); run apt-get update, and on Ubuntu enable universe"
    dpkg -x "$work/${package}"_*.deb "$work/$package"
    rm -f "$work/${package}"_*.deb
  fi
  [[ -f $work/$package/$path ]] || fail "$package of this distribution has no $path"
  is "$sha256" "$work/$package/$path" ||
    fail "$path of this distribution's $package is another file: sha256 $(sha256sum "$work/$package/$path" | cut -d' ' -f1), expected $sha256"
  echo "$work/$package/$path"
}

# encode IN OUT FILTER FPS [ffmpeg option...]: H.264 constrained baseline, a key frame every second, no B-frames, no audio.
# A second is the longest a viewer who joins has to wait for a key frame, since clips are passed through untouched.
# Both sources were made with the BT.601 matrix and do not say so; a 720p clip that stays silent would be taken for BT.709.
encode() {
  local in=$1 out=$2 filter=$3 fps=$4
  shift 4
  ffmpeg -nostdin -hide_banner -loglevel error -y -i "$in" "$@" -an -map_metadata -1 \
    -vf "$filter" -c:v libx264 -preset medium -profile:v baseline -pix_fmt yuv420p \
    -crf 23 -maxrate 2000k -bufsize 2000k -g "$fps" -keyint_min "$fps" -sc_threshold 0 -bf 0 \
    -color_range tv -colorspace smpte170m -color_primaries smpte170m -color_trc smpte170m \
    -movflags +faststart "$work/$out" || fail "ffmpeg could not make $out"
}

people() {
  local name
  echo "media.sh: fetching kphotoalbum (12 MB) and python3-skimage (21 MB) from the distribution for the tests' photographs"
  mkdir -p "$work/people" "$media/people"
  for name in "${!album[@]}"; do
    cp "$(fetch kphotoalbum "usr/share/kphotoalbum/demo/$name" "${album[$name]}")" "$work/people/"
  done
  cp "$(fetch python3-skimage usr/lib/python3/dist-packages/skimage/data/astronaut.png "$astronaut_sha256")" "$work/people/"
  cat > "$work/people/NOTICE" <<'NOTICE'
*.jpg
  From Debian's package kphotoalbum (demo), unchanged. Copyright Jesper K. Pedersen. GPL-2.0-or-later.
astronaut.png
  From Debian's package python3-skimage (skimage/data), unchanged. NASA, public domain.
NOTICE
  mv -f "$work"/people/* "$media/people/"
}

if $get_people; then people; fi
if ! $make_clips; then exit 0; fi

echo "media.sh: fetching forensics-samples-files (30 MB) and opencv-doc (96 MB) from the distribution for the demo clips"
hello=$(fetch forensics-samples-files usr/share/forensics-samples/original-files/movie2/movie-hello.mp4 "$hello_sha256")
street=$(fetch opencv-doc usr/share/doc/opencv-doc/examples/data/vtest.avi "$street_sha256")

echo "media.sh: encoding demo-face.mp4 and demo-street.mp4"
encode "$hello" demo-face.mp4 'fps=15,crop=252:188:52:84,scale=960:720,setsar=1,pad=1280:720:160:0' 15
encode "$street" demo-street.mp4 'fps=10,scale=960:720,setsar=1,pad=1280:720:160:0' 10 -t 30
cp "$hello" "$work/movie-hello.mp4"

cat > "$work/NOTICE" <<'NOTICE'
movie-hello.mp4
  From Debian's package forensics-samples-files (original-files/movie2), unchanged.
  Copyright 2019-2020 Joao Eriberto Mota Filho. CC-BY-SA-4.0, https://creativecommons.org/licenses/by-sa/4.0/

demo-face.mp4
  The webcam inset of movie-hello.mp4: cropped, scaled to 960x720, padded to 1280x720, 15 frames/s.
  Copyright 2019-2020 Joao Eriberto Mota Filho. CC-BY-SA-4.0, as the work it derives from.

demo-street.mp4
  The first 30 s of vtest.avi from Debian's package opencv-doc (examples/data): scaled to 960x720, padded to 1280x720, 10 frames/s.
  Debian gives Apache-2.0 AND BSD-3-Clause for the package as a whole; the footage states no terms of its own.
NOTICE

# Clip by clip into place, the stamp last: whoever finds the stamp finds everything.
mv -f "$work"/movie-hello.mp4 "$work"/demo-face.mp4 "$work"/demo-street.mp4 "$work/NOTICE" "$media/"
echo "$recipe" > "$work/.recipe"
mv -f "$work/.recipe" "$media/.recipe"
