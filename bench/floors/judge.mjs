/** The work of every floor: `<origin> <path> <requests>`; exit status 1 when an answer is not as it should be. */
export async function judge(isRight) {
  const [origin, path, count] = process.argv.slice(2)
  let next = 0
  let wrong = 0
  const worker = async () => {
    while (next < Number(count)) if (!(await isRight(`${origin}${path}?i=${next++}`))) wrong += 1
  }
  await Promise.all(Array.from({ length: 50 }, worker))
  process.exitCode = wrong > 0 ? 1 : 0
}
