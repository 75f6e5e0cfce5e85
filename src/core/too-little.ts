/** How the reason begins where `enough` did not hold; what was wanted and seen follows, or stands in the findings. */
export const TOO_LITTLE = 'too little to judge'
