using System.Text.Json;

namespace Countersign.Http;

/// <summary>The <c>idem~</c> row: what a key was used for and, once there is one, the answer. Kept for <c>Retention:Keys</c>: as long, what is settled is not started again.</summary>
/// <param name="BodyHash">SHA-256 in lower-case hex.</param>
/// <param name="Seed">16 bytes in base 64, from which the ids of what is started are made; another try starts the same.</param>
internal sealed record IdempotencyRow(string BodyHash, string Seed, DateTimeOffset At, int? Status = null, string? Location = null, JsonElement? Body = null);
