using Countersign.Identity;
using Microsoft.AspNetCore.Http;

namespace Countersign.Http;

public static class CallerOfRequest
{
    private static readonly object Key = new();

    /// <summary>Who is calling. Asking on an open function is a defect.</summary>
    public static Caller Caller(this HttpContext context) =>
        context.Items[Key] as Caller ?? throw new InvalidOperationException("The function is open: it has no caller.");

    internal static void SetCaller(this HttpContext context, Caller caller) => context.Items[Key] = caller;
}
