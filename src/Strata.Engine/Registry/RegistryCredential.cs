using Strata.Engine.Hosts;

namespace Strata.Engine.Registry;

/// <summary>What a user proves to a registry.</summary>
/// <param name="User">The name; <c>&lt;token&gt;</c> or empty with an identity token.</param>
/// <param name="Password">The password, access token, or identity token.</param>
/// <param name="IsIdentityToken">The secret is a refresh token, exchanged at the token server (OAuth 2), never sent as a password.</param>
public sealed record RegistryCredential(string User, Secret Password, bool IsIdentityToken = false);
