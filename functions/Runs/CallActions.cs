using System.Security.Cryptography;
using System.Text;
using Countersign.Identity;

namespace Countersign.Runs;

/// <summary>Which action a tool call becomes, where it becomes one: the same in every try, by the message's instant and what tells one call from every other.</summary>
internal static class CallActions
{
    public static ActionId IdOf(RunId run, int turn, int index, DateTimeOffset at)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"countersign.call.v1\n{run}\n{turn}\n{index}"));
        Countdown.Write(bytes, at);
        return ActionId.From(bytes.AsSpan(0, 16));
    }
}
