/* libyuv's side of the preprocessing benchmark: NV12 -> letterboxed planes of float.
 *
 * Reads "NAME REPEATS" lines and answers with microseconds of CPU a frame; "tensor NAME FILE" writes the tensor of the first frame.
 * One thread, every buffer kept, the margins painted once. "bytetofloat" ends with libyuv's own last step, which is scalar on x86;
 * "own-float" ends with a loop that the compiler makes vectors of, so that libyuv is not judged by its slowest function. Both give
 * four pixels one colour, since the small picture's chroma is half its size; "whole-chroma" scales it to the whole size, as we do.
 */
#include <libyuv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { SIDE = 640 };

static int width, height, fit_width, fit_height, left, top, count;
static uint8_t *frames, *small_y, *small_uv, *chroma[2], *small_chroma[2], *rgb, *plane[3];
static float *tensor;

static void bytes_to_floats(const uint8_t *restrict from, float *restrict to, float scale, int n) {
  for (int i = 0; i < n; i++) to[i] = (float)from[i] * scale;
}

static void to_rgb(const uint8_t *frame) {
  NV12Scale(frame, width, frame + width * height, width, width, height, small_y, fit_width, small_uv, fit_width, fit_width, fit_height,
            kFilterBilinear);
  NV12ToRAW(small_y, fit_width, small_uv, fit_width, rgb, 3 * fit_width, fit_width, fit_height);
}

static void to_rgb_with_whole_chroma(const uint8_t *frame) {
  ScalePlane(frame, width, width, height, small_y, fit_width, fit_width, fit_height, kFilterBilinear);
  SplitUVPlane(frame + width * height, width, chroma[0], width / 2, chroma[1], width / 2, width / 2, height / 2);
  for (int i = 0; i < 2; i++)
    ScalePlane(chroma[i], width / 2, width / 2, height / 2, small_chroma[i], fit_width, fit_width, fit_height, kFilterBilinear);
  I444ToRAW(small_y, fit_width, small_chroma[0], fit_width, small_chroma[1], fit_width, rgb, 3 * fit_width, fit_width, fit_height);
}

static void chain(const uint8_t *frame, const char *name) {
  int own = strcmp(name, "bytetofloat") != 0;
  if (!strcmp(name, "whole-chroma")) to_rgb_with_whole_chroma(frame);
  else to_rgb(frame);
  SplitRGBPlane(rgb, 3 * fit_width, plane[0], fit_width, plane[1], fit_width, plane[2], fit_width, fit_width, fit_height);
  for (int colour = 0; colour < 3; colour++) {
    for (int row = 0; row < fit_height; row++) {
      float *to = tensor + (colour * SIDE + top + row) * SIDE + left;
      const uint8_t *from = plane[colour] + row * fit_width;
      if (own) bytes_to_floats(from, to, 1 / 255.f, fit_width);
      else ByteToFloat(from, to, 1 / 255.f, fit_width);
    }
  }
}

static double cpu_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

static uint8_t *buffer(size_t size) {
  uint8_t *memory = aligned_alloc(64, (size + 127) / 64 * 64);
  if (!memory) exit(1);
  memset(memory, 0, size);
  return memory;
}

int main(int argc, char **argv) {
  if (argc != 4) return 64;
  width = atoi(argv[2]);
  height = atoi(argv[3]);
  FILE *file = fopen(argv[1], "rb");
  struct stat info;
  if (!file || fstat(fileno(file), &info)) return 1;
  size_t frame_bytes = (size_t)width * height * 3 / 2;
  count = (int)(info.st_size / frame_bytes);
  frames = buffer(info.st_size);
  if (fread(frames, 1, info.st_size, file) != (size_t)info.st_size) return 1;
  fclose(file);

  double scale = (double)SIDE / (width > height ? width : height);
  fit_width = (int)(width * scale + 0.5);
  fit_height = (int)(height * scale + 0.5);
  left = (SIDE - fit_width) / 2;
  top = (SIDE - fit_height) / 2;
  small_y = buffer(fit_width * fit_height);
  small_uv = buffer(fit_width * fit_height);
  rgb = buffer(3 * fit_width * fit_height);
  for (int i = 0; i < 2; i++) {
    chroma[i] = buffer(width * height / 4);
    small_chroma[i] = buffer(fit_width * fit_height);
  }
  for (int i = 0; i < 3; i++) plane[i] = buffer(fit_width * fit_height);
  tensor = (float *)buffer(3 * SIDE * SIDE * sizeof(float));

  char line[512], name[64], path[400];
  int repeats;
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "tensor %63s %399s", name, path) == 2) {
      chain(frames, name);
      FILE *out = fopen(path, "wb");
      if (!out || fwrite(tensor, sizeof(float), 3 * SIDE * SIDE, out) != 3 * SIDE * SIDE || fclose(out)) return 1;
      puts("ok");
    } else if (sscanf(line, "%63s %d", name, &repeats) == 2) {
      double start = cpu_us();
      for (int i = 0; i < repeats; i++) chain(frames + (size_t)(i % count) * frame_bytes, name);
      printf("%.3f\n", (cpu_us() - start) / repeats);
    } else {
      return 64;
    }
    fflush(stdout);
  }
  return 0;
}
