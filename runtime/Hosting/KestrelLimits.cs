using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Countersign.Runtime.Hosting;

/// <summary>What one caller may send. Too long a head is answered by Kestrel, too long a body when the app reads it.</summary>
internal static class KestrelLimits
{
    public static void Apply(KestrelServerOptions kestrel, RuntimeOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        kestrel.Limits.MaxRequestLineSize = 8 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 100;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Listen(options.Url);
    }
}
