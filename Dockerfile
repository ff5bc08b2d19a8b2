# Lookout's image: one executable, the GStreamer plugins it uses, the models and the page. Nothing is fetched at run time.
#
#   docker build -t lookout .        for the machine it is built on, amd64 or arm64
#
# For a Jetson see deploy/jetson/README.md: the same file with other bases, so that NVIDIA's GStreamer elements can be mounted
# into it, and with an ONNX Runtime that has TensorRT.
ARG BASE=debian:bookworm-slim
# What the executable is linked on; its C library must not be newer than that of BASE.
ARG BUILD_BASE=debian:bookworm-slim
ARG DOTNET=mcr.microsoft.com/dotnet/sdk:10.0

# The SDK is one folder; its own image has a newer glibc than the image that the executable must run in.
FROM ${DOTNET} AS dotnet

FROM ${BUILD_BASE} AS build
# What the base image holds, before anything is added to it: tools/image/collect.sh leaves that out.
RUN dpkg-query -W -f '${Package}\n' > /var/lib/lookout-base-packages
COPY --from=dotnet /usr/share/dotnet /usr/share/dotnet
ENV PATH=/usr/share/dotnet:$PATH DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 LOOKOUT_CACHE=/var/cache/lookout
WORKDIR /source
COPY tools/setup tools/setup
# In this order what changes seldom is built seldom: packages, models and clips, and then the sources.
RUN tools/setup/packages.sh image && tools/setup/packages.sh build
COPY tools/models tools/models
RUN tools/setup/models.sh && tools/setup/media.sh
COPY . .
RUN tools/build/publish.sh "linux-$(dpkg --print-architecture | sed 's/amd64/x64/')" /opt/lookout
# A folder with another build of ONNX Runtime (libonnxruntime.so and its providers) to take in place of the CPU's.
ARG ONNXRUNTIME=
RUN [ -z "$ONNXRUNTIME" ] || cp -v "$ONNXRUNTIME"/*.so* /opt/lookout/
RUN tools/image/collect.sh /rootfs /opt/lookout/lookout
# Folders that volumes are laid over; a new volume takes owner and mode from here. /legacy is shared with other containers.
RUN install -d -o 10001 -g 10001 /rootfs/data /rootfs/config /rootfs/media \
 && install -d -o 10001 -g 10001 -m 1777 /rootfs/legacy \
 && install -d /rootfs/opt /rootfs/usr/local/bin /rootfs/run/lookout \
 && cp -a /opt/lookout /rootfs/opt/lookout \
 && ln -s /opt/lookout/lookout /rootfs/usr/local/bin/lookout

FROM ${BASE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Lookout" \
      org.opencontainers.image.description="A box's cameras as live WebRTC video with faces and people drawn on the very frame they belong to" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="docker.io/library/debian:bookworm-slim"
COPY --from=build /rootfs/ /
ENV LOOKOUT_HTTP_LISTEN=0.0.0.0:8080 \
    LOOKOUT_RUN_DIR=/run/lookout \
    LOOKOUT_DATA_DIR=/data \
    HOME=/data \
    DOTNET_DbgEnableMiniDump=0
USER 10001:10001
WORKDIR /config
EXPOSE 8080/tcp 8555/udp 8555/tcp
VOLUME ["/data"]
# SIGTERM, which Docker sends anyway: named so that nobody has to look it up.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=10s --retries=3 --start-period=60s CMD ["/opt/lookout/lookout", "health"]
ENTRYPOINT ["/opt/lookout/lookout"]
CMD ["run"]
