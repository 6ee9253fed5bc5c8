// Its colour by height above the horizon.
vec3 sky_low() {
    return mix(sky.rgb, vec3(max(max(sky.r, sky.g), sky.b)), 0.45);
}

vec3 sky_high() {
    return sky.rgb * 0.92;
}

// How far the colour is from the one to the other.
float sky_share(vec3 direction) {
    return smoothstep(0.0, 0.45, direction.z * inversesqrt(dot(direction, direction)));
}
