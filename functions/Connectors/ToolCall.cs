using System.Text.Json;
using Countersign.Gate;
using Countersign.Vault;

namespace Countersign.Connectors;

/// <summary>One use of one tool that the gate let pass.</summary>
/// <param name="Authorized">The proof; its templates and its end hold for every request.</param>
/// <param name="Token">The provider token, for this call alone.</param>
/// <param name="Arguments">As <see cref="Tool.Parse"/> returned them: every default filled in.</param>
/// <param name="Resolved">As <see cref="Tool.ResolveAsync"/> returned them; undefined before.</param>
public sealed record ToolCall(AuthorizedAction Authorized, ProviderToken Token, JsonElement Arguments, JsonElement Resolved = default);
