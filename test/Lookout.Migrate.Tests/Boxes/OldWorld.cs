namespace Lookout.Migrate.Tests.Boxes;

/// <summary>Files of a box that runs the old daemon.</summary>
internal static class OldWorld
{
    public const string Service = """
        [Unit]
        Description=Native camera
        After=network.target

        [Service]
        ExecStartPre=/bin/rm -f /tmp/native_inference.sock
        ExecStart=/opt/native/native_camera_server
        Restart=always

        [Install]
        WantedBy=multi-user.target

        """;

    public const string Timer = """
        [Timer]
        OnBootSec=60

        [Install]
        WantedBy=timers.target

        """;

    public const string Compose = """
        # The camera box.
        services:
          camera-service:
            image: camera-service:1.4   # the old one
            restart: unless-stopped
            network_mode: host
            volumes:
              - /tmp/native_inference.sock:/tmp/native_inference.sock
              - ./photos:/app/photos
            environment:
              - FLASK_PORT=5002

          # Not ours.
          web:
            image: nginx:1.25
            ports:
              - "80:80"

        """;
}
